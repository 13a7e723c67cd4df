#include "bot/engine/poison.h"

#include <fmt/format.h>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/json_answer.h"
#include "bot/engine/watchdog.h"
#include "templates/watchdog_texts.h"

namespace tocsin::engine {
namespace {

constexpr std::size_t digest_characters = 16;

std::string named(std::string_view kind, std::string_view about, const std::string& content) {
    return fmt::format("{} {} {}", kind, about, sha256_hex(content).substr(0, digest_characters));
}

struct TextOf {
    std::string operator()(const channels::Moved& moved) const {
        return fmt::format("{}\n{}\n{}\n{}", moved.id, moved.token, static_cast<int>(moved.to), moved.reason);
    }
    std::string operator()(const channels::KeyPressed& pressed) const {
        return fmt::format("{}\n{}\n{}\n{}\n{}", pressed.id, pressed.token, pressed.step, pressed.key,
                           pressed.silence);
    }
    std::string operator()(const channels::Replied& replied) const {
        return fmt::format("{}\n{}\n{}", replied.number, replied.text, replied.id);
    }
    std::string operator()(const auto& answered) const { return answered.id + "\n" + answered.token; }
};

struct NameOf {
    std::string operator()(const ReadinessAsked&) const { return "readiness"; }
    std::string operator()(const CallbackCame& came) const {
        std::string text = came.path;
        for (const auto& report : came.reports) text += "\n" + std::visit(TextOf{}, report);
        return named("callback", came.provider, text);
    }
    std::string operator()(const LinkOpened& opened) const { return named("link", "opened", opened.token); }
    std::string operator()(const LinkPressed& pressed) const {
        return named("link", "pressed", pressed.token + "\n" + pressed.press + "\n" + pressed.text);
    }
    std::string operator()(const BeatCame& beat) const { return "beat " + beat.name; }
    std::string operator()(const CalendarAsked& asked) const {
        return named("calendar", asked.schedule, asked.person);
    }
    std::string operator()(const ApiAsked& asked) const {
        return named("request", asked.verb, asked.about + "\n" + asked.query + "\n" + asked.body);
    }
    std::string operator()(const AlertsCame&) const { return ""; }  // each of them has a name of its own
    std::string operator()(const SiteAsked& asked) const {
        std::string text = asked.query + "\n" + asked.form;
        for (const auto& part : asked.path) text += "\n" + part;
        return named("page", asked.path.empty() ? "" : asked.path.front(), text);
    }
    std::string operator()(const SubscriptionCame& came) const {
        return named("subscription", std::to_string(static_cast<int>(came.what)), came.text);
    }

    std::string operator()(const EnvelopeReceived& received) const { return item_of(received); }
    std::string operator()(const RequestCame& request) const { return std::visit(*this, request.what); }
    std::string operator()(const ValuesRead&) const { return "values"; }
    std::string operator()(const LookedAt& looked) const { return "look " + looked.monitor; }
    std::string operator()(const auto&) const { return ""; }
};

void say_put_away(State& state, storage::Tx& tx, WorkMark& mark, const Suspicion& what,
                  const std::function<void(Workbench&)>& too) {
    const auto word = "the word of " + what.item;
    if (mark.is_poison(word)) return;
    const InHand in_hand(mark, word);
    std::string words = what.item;
    for (const auto* part : {&what.person, &what.incident})
        if (!part->empty()) words = *part + ", " + words;
    if (!what.lane.empty()) words += ", " + what.lane;
    tell_of_trouble(state, tx, what.item, templates::put_away_text(words), too);
}

}  // namespace

std::string item_of(const storage::Timer& timer) {
    return "timer " + timer.key;
}

// What replaces a message is as deadly.
std::string item_of(const storage::OutboxRow& row) {
    return row.supersede.empty() ? fmt::format("message {}", row.id.value()) : "message " + row.supersede;
}

std::string item_of(const EnvelopeReceived& received) {
    return received.envelope.input_key.empty() ? "" : "input " + received.envelope.input_key;
}

std::string item_of(const Input& input) {
    return std::visit(NameOf{}, input);
}

std::string item_of(const Alert& alert) {
    auto text =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", static_cast<int>(alert.status), alert.title, alert.description,
                    alert.severity ? static_cast<int>(*alert.severity) : -1, alert.link, alert.runbook);
    for (const auto& [name, value] : alert.labels) text += fmt::format("\n{}={}", name, value);
    return named("alert " + alert.source, alert.key, text);
}

std::string item_of(const Deployment& deployment) {
    return named(
        "deployment", deployment.source,
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", deployment.key, deployment.what, deployment.environment,
                    deployment.version, deployment.commit, deployment.by, deployment.link));
}

void Suspicion::read(const outgoing::Wish& wish) {
    std::visit(
        [this](const auto& one) {
            if constexpr (requires { one.incident.value(); }) {
                if (one.incident.value() != 0) incident = fmt::format("INC-{}", one.incident.value());
            } else if constexpr (requires { one.incident.empty(); }) {
                incident = one.incident;
            }
            if constexpr (requires { one.person.str(); }) {
                person = one.person.str();
            } else if constexpr (requires { one.person.empty(); }) {
                person = one.person;
            } else if constexpr (requires { one.user.str(); }) {
                person = one.user.str();
            }
        },
        wish);
}

bool is_put_away(State& state, storage::Tx& tx, WorkMark& mark, const Suspicion& what,
                 const std::function<void(Workbench&)>& too) {
    if (what.item.empty() || !mark.is_poison(what.item)) return false;
    log::error(
        "the bot died on this three times in a row and puts it away for an hour; all else goes on",
        {{"item", what.item}, {"lane", what.lane}, {"incident", what.incident}, {"person", what.person}});
    // Once for each suspicion, however often somebody sends it again.
    const auto note = "put_away/" + what.item;
    const auto since = std::to_string(mark.suspected_since(what.item));
    if (tx.note(note) == since) return true;
    tx.set_note(note, since);
    say_put_away(state, tx, mark, what, too);
    return true;
}

void tell_of_trouble(State& state, storage::Tx& tx, const std::string& item, const std::string& text,
                     const std::function<void(Workbench&)>& too) {
    try {
        state.savepoint(tx, [&] {
            Workbench bench(state, tx);
            tell_admins_surely(bench, text);
            if (too) too(bench);
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        log::error("nobody can be told of it", {{"item", item}, {"error", error.what()}});
    }
}

bool do_marked(State& state, storage::Tx& tx, WorkMark& mark, const std::string& item,
               const std::function<void()>& work) {
    if (is_put_away(state, tx, mark, {item})) return false;
    const InHand in_hand(mark, item);
    work();
    return true;
}

channels::HttpAnswer poison_refused(bool others_taken) {
    return json_refusal(
        {ErrorKind::internal,
         std::string("Tocsin died on this several times and does not try it again for "
                     "an hour. Its admins are told. ") +
             (others_taken ? "The rest of what was sent is taken." : "Nothing was changed.")});
}

void refuse_poison(const Input& input, std::vector<Output>& outputs) {
    if (const auto* received = std::get_if<EnvelopeReceived>(&input)) {
        auto acknowledgment = slack::acknowledgment(received->envelope.id, JsonText());
        if (!received->envelope.id.empty())
            outputs.emplace_back(
                Acknowledge{received->connection, std::move(acknowledgment.frame), received->at});
    } else if (const auto* request = std::get_if<RequestCame>(&input)) {
        outputs.emplace_back(Answered{request->id, poison_refused(false)});
    }
}

}  // namespace tocsin::engine
