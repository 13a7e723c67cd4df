#include "tests/commands/workroom.h"

#include <fmt/format.h>

#include "bot/core/decide.h"
#include "templates/forms.h"
#include "templates/paging_words.h"

namespace tocsin::commands::testing {
namespace {

const std::array everybody{dana, lee, sam, kim, gus, robot};

Person person(const std::string& id, const SlackUser& user, const std::string& title = "") {
    Person person;
    person.id = PersonId{id};
    person.name = user.name;
    person.slack = user.id;
    person.title = title;
    return person;
}

const slack::Message* said(const Answer& answer) {
    const auto* say = std::get_if<Say>(&answer);
    return say == nullptr ? nullptr : &say->message;
}

const JsonText* view_of(const Answer& answer) {
    if (const auto* open = std::get_if<OpenForm>(&answer)) return &open->view.modern;
    if (const auto* next = std::get_if<NextForm>(&answer)) return &next->view.modern;
    return nullptr;
}

// The value of the first button or option with that action_id anywhere in the message.
std::optional<std::string> value_of(const nlohmann::json& node, std::string_view action_id) {
    if (node.is_object() && node.contains("action_id") && node["action_id"].get<std::string>() == action_id) {
        return node.contains("value")     ? node["value"].get<std::string>()
               : node.contains("options") ? node["options"][0]["value"].get<std::string>()
                                          : std::string{};
    }
    if (!node.is_structured()) return std::nullopt;
    for (const auto& child : node) {
        if (auto found = value_of(child, action_id)) return found;
    }
    return std::nullopt;
}

}  // namespace

Rules example_rules() {
    auto rules = default_rules();
    rules.severities.at(Severity::sev4).ticket.clear();  // no tracker is connected
    rules.people = {{PersonId{"dana"}, person("dana", dana)},
                    {PersonId{"lee"}, person("lee", lee)},
                    {PersonId{"sam"}, person("sam", sam, "Engineering Lead")}};
    Schedule schedule;
    schedule.id = ScheduleId{"primary"};
    Layer layer;
    layer.members = {{PersonId{"dana"}}, {PersonId{"lee"}}};
    schedule.layers = {layer};
    rules.schedules = {{schedule.id, schedule}};
    Team team;
    team.id = TeamId{"platform"};
    team.manager = {Target::Kind::person, "sam"};
    rules.teams = {{team.id, team}};
    rules.default_team = team.id;
    Service api;
    api.id = ServiceId{"api"};
    api.runbook = "api-down";
    api.name = "API";
    api.team = team.id;
    Service payments = api;
    payments.id = ServiceId{"payments"};
    payments.name = "Payments";
    rules.services = {{api.id, api}, {payments.id, payments}};
    return rules;
}

Workroom::Workroom()
    : catalog_(std::move(*templates::Catalog::load())),
      store_(std::move(*storage::Store::open("sqlite::memory:", clock_))) {}

Answer Workroom::within(const std::function<Answer()>& work) {
    Answer answer;
    store_->transact([&](storage::Tx& tx) {
        tx_ = &tx;
        OnCall on_call(rules_, overrides_of(tx.rota_changes(RotaChange::State::agreed)));
        on_call.groups = std::move(on_call_.groups);
        on_call.contacts = std::move(on_call_.contacts);
        on_call_ = std::move(on_call);
        render_.emplace(
            templates::RenderContext{catalog_, static_cast<const Directory&>(*this), rules_, now()});
        render_->can = can_;
        answer = work();
        tx_ = nullptr;
    });
    return answer;
}

Request Workroom::request(const SlackUser& who, Via via) const {
    Request request;
    request.via = via;
    request.user = who;
    request.channel = incidents_channel;
    return request;
}

Answer Workroom::types(const SlackUser& who, std::string_view line) {
    return within([&] { return run_line(request(who, Via::slash), line, *this); });
}

Answer Workroom::mentions(const SlackUser& who, std::string_view line, std::int64_t incident_of_thread) {
    auto asked = request(who, Via::mention);
    asked.can_open_form = false;
    if (incident_of_thread != 0)
        asked.thread = MessageTs{fmt::format("17374699{:02}.000100", incident_of_thread)};
    return within([&] { return run_line(asked, line, *this); });
}

Answer Workroom::writes_directly(const SlackUser& who, std::string_view line) {
    auto asked = request(who, Via::direct_message);
    asked.channel = ChannelId{"D0DIRECT"};
    asked.can_open_form = false;
    return within([&] { return run_line(asked, line, *this); });
}

Answer Workroom::presses(const SlackUser& who, std::string_view action_id, std::string_view value) {
    const Press pressed{
        std::string(action_id), std::string(value), incidents_channel, MessageTs{"1.000001"}, {}};
    return within([&] { return press(request(who, Via::button), pressed, *this); });
}

Answer Workroom::presses_button(const SlackUser& who, const Answer& answer, std::string_view action_id) {
    const auto* message = said(answer);
    REQUIRE(message != nullptr);
    const auto value = value_of(read_json(message->blocks), action_id);
    REQUIRE_MESSAGE(value.has_value(), action_id << " is not in " << message->blocks.text());
    return presses(who, action_id, *value);
}

Answer Workroom::presses_in(const SlackUser& who, const slack::ViewInfo& view, std::string_view action_id) {
    const Press pressed{std::string(action_id), "", {}, {}, view};
    return within([&] { return press(request(who, Via::button), pressed, *this); });
}

Answer Workroom::submits(const SlackUser& who, const slack::ViewInfo& view) {
    auto asked = request(who, Via::form);
    asked.channel = {};
    return within([&] { return submit(asked, view, *this); });
}

Answer Workroom::uses(const SlackUser& who, const ShortcutUse& use) {
    return within([&] { return shortcut(request(who, Via::shortcut), use, *this); });
}

Answer Workroom::reacts(const SlackUser& who, const ReactionUse& reaction) {
    return within([&] { return react(request(who, Via::reaction), reaction, *this); });
}

nlohmann::json Workroom::is_suggested(const SlackUser& who, std::string_view action_id,
                                      std::string_view typed) {
    nlohmann::json options;
    within([&]() -> Answer {
        options = read_json(suggest(request(who, Via::form), action_id, typed, *this));
        return Nothing{};
    });
    return options;
}

Incident Workroom::incident(std::int64_t number) {
    std::optional<Incident> found;
    store_->transact([&](storage::Tx& tx) { found = tx.incident(IncidentNumber{number}); });
    REQUIRE(found.has_value());
    return *found;
}

std::size_t Workroom::incidents() {
    std::size_t count = 0;
    store_->transact([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 1000).size(); });
    return count;
}

std::vector<Event> Workroom::timeline(std::int64_t number) {
    std::vector<Event> events;
    store_->transact([&](storage::Tx& tx) { events = tx.timeline(IncidentNumber{number}); });
    return events;
}

SlackUser Workroom::known(const UserId& id) const {
    const auto found = std::ranges::find(everybody, id, &SlackUser::id);
    return found == everybody.end() ? SlackUser{id, id.str(), "UTC", false, false, false} : *found;
}

Expected<Incident> Workroom::act(const Incident& incident, const IncidentCommand& command) {
    const auto events = tx().timeline(incident.number);
    const auto decided = decide(incident, {rules_, on_call_, events}, command, now());
    if (!decided) return std::unexpected(decided.error());
    return record(incident, *decided, command.by, command.via);
}

Incident Workroom::declare(const event::Declared& declared, const Actor& by, Via via) {
    Incident blank;
    blank.number = tx().next_incident_number();
    const auto number = blank.number;
    auto incident =
        record(std::move(blank), opening(number, declared, {rules_, on_call_, {}}, by, via, now()), by, via);
    tx().remember_message(
        number, "card", {incidents_channel, MessageTs{fmt::format("17374699{:02}.000100", number.value())}});
    return incident;
}

templates::IncidentFacts Workroom::facts(const Incident& incident) {
    templates::IncidentFacts facts;
    facts.paging = templates::paging_facts(incident, on_call_, rules_, now());
    return facts;
}

Incident Workroom::record(Incident incident, const std::vector<EventBody>& bodies, const Actor& by, Via via) {
    if (bodies.empty()) return incident;
    std::vector<Event> events;
    const auto number = incident.number;
    for (const auto& body : bodies) {
        events.push_back({number, incident.revision + 1, now(), by, via, body});
        incident = apply(std::move(incident), events.back());
    }
    tx().save(incident, events);
    return incident;
}

RotaChange Workroom::record(RotaChange change) {
    if (change.id == RotaChangeId{}) {
        change.id = tx().add_rota_change(change);
    } else {
        tx().save(change);
    }
    return change;
}

std::vector<Silence> Workroom::silences() {
    return tx().silences(now(), 100);
}

Silence Workroom::record(Silence silence) {
    if (silence.id == SilenceId{}) {
        silence.id = tx().add_silence(silence);
    } else {
        tx().save(silence);
    }
    return silence;
}

AdHocPage Workroom::test_page(const Person& person) {
    AdHocPage page;
    page.to = actor_of(person);
    page.asked = now();
    page.deliveries = {{Means::slack, AdHocDelivery::State::sent, "", ""}};
    page.id = tx().add_ad_hoc_page(page);
    return page;
}

AdHocPage Workroom::page_ad_hoc(const PageOrder& order, const Actor& by, const std::string& text) {
    AdHocPage page;
    page.to = order.to;
    page.by = by;
    page.text = text;
    page.asked = now();
    for (const auto means : order.via)
        page.deliveries.push_back({means, AdHocDelivery::State::waiting, "", ""});
    page.id = tx().add_ad_hoc_page(page);
    return page;
}

AdHocPage Workroom::confirm(AdHocPage page, Means means) {
    tocsin::confirm(page, means, now());
    tx().save(page);
    return page;
}

void Workroom::record(const Contacts& contacts) {
    tx().save(contacts);
    on_call_.contacts[contacts.person] = contacts;
    auto& person = rules_.people.at(contacts.person);
    person = reached_at(person, contacts);
}

Expected<Incident> Workroom::publish(const PublicSubject& subject, const PublicDraft& draft, const Actor& by,
                                     Via via) {
    const auto notice = open_notice(NoticeId{"0123456789ab"}, subject, draft, now());
    tx().save(notice);
    const event::PublicEntryPublished fact{
        notice.id.str(), 1, draft.heading, draft.title.str(), draft.text.str(), draft.components};
    return act(*tx().incident(subject.incident()), {by, via, command::NotePublic{fact}});
}

Expected<Incident> Workroom::correct(const PublicSubject&, int, const PublicText&, const Actor&, Via) {
    return fail(ErrorKind::unavailable, "Nothing is corrected in this room.");
}

Expected<void> Workroom::announce(const MaintenanceDraft& maintenance, const Actor&) {
    tx().save(announce_maintenance(NoticeId{"ba9876543210"}, maintenance, now()));
    return {};
}

Expected<void> Workroom::withdraw(const NoticeId&, const Actor&) {
    return fail(ErrorKind::unavailable, "Nothing is withdrawn in this room.");
}

Expected<void> Workroom::send_code(const Person& person, Means what, const std::string& address, Means) {
    ContactCode code;
    code.person = person.id;
    code.means = what;
    code.address = address;
    code.salt = "salt";
    code.hash = hash_of_code(code.salt, the_code);
    code.sent = now();
    code.expires = now() + 10min;
    tx().add_code(code);
    return {};
}

std::optional<RotaChange> Workroom::change(std::int64_t number) {
    std::optional<RotaChange> found;
    store_->transact([&](storage::Tx& tx) { found = tx.rota_change(RotaChangeId{number}); });
    return found;
}

Expected<std::string> Workroom::sign_in_link(const SlackUser& user, std::string_view page) {
    return fmt::format("https://tocsin.example.com/sign-in/{}/{}", user.id.str(), page);
}

std::string Workroom::keep_draft(const UserId& user, const std::string& content) {
    auto id = fmt::format("draft{}", ++drafts_);
    tx().keep_draft({id, user, content, now() + 10min});
    return id;
}

std::string Workroom::thread_url(IncidentNumber number) {
    return fmt::format("https://example.slack.com/archives/C0INCIDENTS/p17374699{:02}000100", number.value());
}

std::string words(const Answer& answer) {
    if (const auto* message = said(answer)) return message->text;
    if (std::holds_alternative<OpenForm>(answer)) return "form";
    if (std::holds_alternative<NextForm>(answer)) return "next form";
    if (const auto* found = std::get_if<FieldErrors>(&answer)) {
        std::string text;
        for (const auto& [block, sentence] : found->errors) text += block + ": " + sentence + "\n";
        return text;
    }
    return "nothing";
}

std::string form_of(const Answer& answer) {
    const auto* view = view_of(answer);
    return view == nullptr ? std::string{} : read_json(*view).value("callback_id", "");
}

std::string everything(const Answer& answer) {
    if (const auto* view = view_of(answer)) return std::string(view->text());
    const auto* message = said(answer);
    return message == nullptr ? words(answer) : message->text + std::string(message->blocks.text());
}

slack::ViewInfo filled(std::string_view callback_id, std::string metadata,
                       const std::vector<Entered>& entered) {
    slack::ViewInfo view;
    view.id = "V1";
    view.type = "modal";
    view.callback_id = callback_id;
    view.private_metadata = std::move(metadata);
    for (const auto& [field, values] : entered) {
        view.values[std::string(field.block)][std::string(field.action)] = {values};
    }
    return view;
}

std::string key(const Incident& incident) {
    templates::FormKey form_key{};
    form_key.incident = incident.number;
    form_key.revision = incident.revision;
    return templates::write_metadata(form_key);
}

}  // namespace tocsin::commands::testing
