#include "bot/engine/replies.h"

namespace tocsin::engine {
namespace {

constexpr Duration trigger_life = 3s;
constexpr std::size_t most_in_acknowledgment = 12'000;  // bytes; the whole frame may have 16,000

struct Deliver {
    Workbench& bench;
    const commands::Request& request;
    const ReplyPaths& paths;

    JsonText operator()(const commands::Nothing&) const { return nullptr; }

    JsonText operator()(const commands::Say& say) const {
        const auto& message = say.message;
        if (paths.in_acknowledgment &&
            message.blocks.text().size() + message.text.size() < most_in_acknowledgment) {
            return slack::ephemeral(message);
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

    JsonText operator()(const commands::ShowReport& show) const {
        outgoing::PostReport wish;
        wish.month = show.month;
        wish.months = show.months;
        wish.url = paths.response_url;
        wish.replace = show.replaces;
        wish.user = request.user.id;
        wish.channel = request.channel.str();
        wish.thread = request.thread;
        if (wish.url.empty() && (request.via == Via::direct_message || request.channel.empty())) {
            wish.channel = request.user.id.str();
            wish.thread = {};
        }
        bench.send(std::move(wish), storage::Priority::answer);
        return nullptr;
    }

    JsonText operator()(const commands::OpenForm& open) const {
        bench.send(outgoing::OpenView{paths.trigger_id, open.view, request.user.id},
                   storage::Priority::answer, bench.now() + trigger_life);
        return nullptr;
    }

    JsonText operator()(const commands::FieldErrors& found) const {
        auto errors = JsonText::object();
        for (const auto& [block, sentence] : found.errors) errors.set(block, sentence);
        return JsonText::object({{"response_action", "errors"}, {"errors", errors}});
    }

    JsonText operator()(const commands::NextForm& next) const {
        const bool classic = bench.state().workspace.classic_only && !next.view.classic.is_null();
        const auto& view = classic ? next.view.classic : next.view.modern;
        if (paths.is_submission && view.text().size() < most_in_acknowledgment)
            return JsonText::object({{"response_action", "update"}, {"view", view}});
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

JsonText deliver(Workbench& bench, const commands::Request& request, const ReplyPaths& paths,
                 const commands::Answer& answer) {
    return std::visit(Deliver{bench, request, paths}, answer);
}

}  // namespace tocsin::engine
