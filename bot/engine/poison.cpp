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
constexpr std::string_view sentence =
    "Tocsin died on this several times and does not try it again. Nothing was changed; its admins are told.";

std::string item_of(const WebRequest& request) {
    if (const auto* came = std::get_if<AlertsCame>(&request)) {
        std::string keys;
        for (const auto& alert : came->alerts) keys += alert.key + "\n";
        return fmt::format("alerts {} {}", came->source, sha256_hex(keys).substr(0, digest_characters));
    }
    if (const auto* asked = std::get_if<ApiAsked>(&request)) {
        const auto text = asked->about + "\n" + asked->query + "\n" + asked->body;
        return fmt::format("request {} {}", asked->verb, sha256_hex(text).substr(0, digest_characters));
    }
    return "";
}

}  // namespace

std::string item_of(const storage::Timer& timer) {
    return "timer " + timer.key;
}

std::string item_of(const storage::OutboxRow& row) {
    return fmt::format("message {}", row.id.value());
}

std::string item_of(const Input& input) {
    if (const auto* received = std::get_if<EnvelopeReceived>(&input))
        return received->envelope.input_key.empty() ? "" : "input " + received->envelope.input_key;
    if (const auto* request = std::get_if<RequestCame>(&input)) return item_of(request->what);
    return "";
}

bool is_put_away(State& state, storage::Tx& tx, const WorkMark& mark, const std::string& item) {
    if (item.empty() || !mark.is_poison(item)) return false;
    log::error("the bot died on this three times in a row and puts it away; nothing else is affected",
               {{"item", item}});
    // Once for each version of the program, however often somebody sends it again.
    const auto note = "put_away/" + item;
    if (tx.note(note) == state.settings.version) return true;
    tx.set_note(note, state.settings.version);
    try {
        state.savepoint(tx, [&] {
            Workbench bench(state, tx);
            tell_admins(bench, templates::put_away_text(item), true);
        });
    } catch (const storage::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        log::error("the admins cannot be told of it", {{"item", item}, {"error", error.what()}});
    }
    return true;
}

void refuse_poison(const Input& input, std::vector<Output>& outputs) {
    if (const auto* received = std::get_if<EnvelopeReceived>(&input)) {
        auto acknowledgment = slack::acknowledgment(received->envelope.id, JsonText());
        if (!received->envelope.id.empty())
            outputs.emplace_back(
                Acknowledge{received->connection, std::move(acknowledgment.frame), received->at});
    } else if (const auto* request = std::get_if<RequestCame>(&input)) {
        outputs.emplace_back(
            Answered{request->id, json_refusal({ErrorKind::internal, std::string(sentence)})});
    }
}

}  // namespace tocsin::engine
