#include "bot/engine/replies.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr Duration trigger_life = 3s;
constexpr std::size_t most_in_acknowledgment = 12'000;  // bytes; the whole frame may have 16,000

struct Deliver {
    Workbench& bench;
    const commands::Request& request;
    const ReplyPaths& paths;

    json operator()(const commands::Nothing&) const { return nullptr; }

    json operator()(const commands::Say& say) const {
        const auto& message = say.message;
        if (paths.in_acknowledgment &&
            message.blocks.dump().size() + message.text.size() < most_in_acknowledgment) {
            json payload{{"response_type", "ephemeral"}, {"text", message.text}};
            if (!message.blocks.is_null()) payload["blocks"] = message.blocks;
            return payload;
        }
        if (!paths.response_url.empty()) {
            bench.send(outgoing::Respond{paths.response_url, message, say.replaces},
                       storage::Priority::answer);
        } else if (request.via == Via::direct_message || request.channel.empty()) {
            bench.send(outgoing::Post{request.user.id.str(), {}, message}, storage::Priority::answer);
        } else {
            bench.send(outgoing::Whisper{request.channel, request.thread, request.user.id, message},
                       storage::Priority::answer);
        }
        return nullptr;
    }

    json operator()(const commands::OpenForm& open) const {
        bench.send(outgoing::OpenView{paths.trigger_id, open.view, request.user.id},
                   storage::Priority::answer, bench.now() + trigger_life);
        return nullptr;
    }

    json operator()(const commands::FieldErrors& found) const {
        json errors = json::object();
        for (const auto& [block, sentence] : found.errors) errors[block] = sentence;
        json payload{{"response_action", "errors"}};
        payload["errors"] = std::move(errors);
        return payload;
    }

    json operator()(const commands::NextForm& next) const {
        const bool classic = bench.state().workspace.classic_only && !next.view.classic.is_null();
        const auto& view = classic ? next.view.classic : next.view.modern;
        if (paths.is_submission && view.dump().size() < most_in_acknowledgment) {
            json payload{{"response_action", "update"}};
            payload["view"] = view;
            return payload;
        }
        if (!paths.view_id.empty()) {
            bench.send(
                outgoing::UpdateView{paths.view_id, paths.is_submission ? "" : paths.view_hash, next.view},
                storage::Priority::answer);
            return nullptr;
        }
        return (*this)(commands::OpenForm{next.view});
    }
};

}  // namespace

json deliver(Workbench& bench, const commands::Request& request, const ReplyPaths& paths,
             const commands::Answer& answer) {
    return std::visit(Deliver{bench, request, paths}, answer);
}

}  // namespace tocsin::engine
