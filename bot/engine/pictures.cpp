#include "bot/engine/pictures.h"

#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/base/log.h"
#include "bot/slack/mrkdwn.h"
#include "templates/report_picture.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr int most_tries = 3;                // of all steps together
constexpr Duration until_ready = 3s;         // Slack looks at a file before it shows it
constexpr std::size_t longest_words = 1000;  // of the picture, for those who cannot see it

enum class Stage { wanted, placed, handed_over, complete, given_up };

struct Picture {
    Stage stage = Stage::wanted;
    int tries = 0;  // that failed
    std::size_t bytes = 0;
    std::string url;   // where the bytes go; a secret for as long as it counts
    std::string file;  // its name in Slack
};

std::string note_of(OutboxId row) {
    return fmt::format("picture/{}", row.value());
}

Picture stored(Workbench& bench, OutboxId row) {
    const auto in = json::parse(bench.tx().note(note_of(row)).value_or("{}"), nullptr, false);
    if (!in.is_object()) return {};
    return {static_cast<Stage>(in.value("stage", 0)), in.value("tries", 0), in.value("bytes", std::size_t{0}),
            in.value("url", ""), in.value("file", "")};
}

void store(Workbench& bench, OutboxId row, const Picture& picture) {
    bench.tx().set_note(note_of(row), json{{"stage", static_cast<int>(picture.stage)},
                                           {"tries", picture.tries},
                                           {"bytes", picture.bytes},
                                           {"url", picture.url},
                                           {"file", picture.file}}
                                          .dump());
}

bool is_drawn(Workbench& bench, const templates::ReportFacts& facts) {
    const bool classic =
        bench.state().workspace.classic_only || bench.settings().blocks == templates::BlockForm::classic;
    return classic && facts.report.incidents > 0;
}

Ready step(std::string method, JsonText arguments) {
    slack::Call call{method, std::move(arguments)};
    return {std::move(call), std::move(method), "", std::string(picture_step), {}};
}

}  // namespace

std::optional<Ready> next_picture_step(Workbench& bench, const storage::OutboxRow& row,
                                       const templates::ReportFacts& facts) {
    if (row.outcome_unknown || !is_drawn(bench, facts)) return std::nullopt;
    auto picture = stored(bench, row.id);
    if (picture.stage == Stage::complete || picture.stage == Stage::given_up) return std::nullopt;
    auto name = fmt::format("incident-report-{}.png", tocsin::key_of(facts.report.month));
    if (picture.stage == Stage::handed_over) {
        const auto file = JsonText::object({{"id", picture.file}, {"title", name}});
        return step("files.completeUploadExternal", JsonText::object({{"files", JsonText::array({file})}}));
    }
    auto png = templates::report_picture(facts.history);
    if (png.empty()) {
        give_up_picture(bench, row.id);
        return std::nullopt;
    }
    // What it shows may have changed since its place was asked for.
    if (picture.stage == Stage::placed && picture.bytes == png.size()) {
        channels::HttpRequest request{
            "POST", picture.url, {{"Content-Type", "application/octet-stream"}}, std::move(png)};
        return Ready{
            channels::Request{std::move(request)}, "files.upload", "", std::string(picture_step), {}};
    }
    picture.stage = Stage::wanted;
    picture.bytes = png.size();
    store(bench, row.id, picture);
    return step("files.getUploadURLExternal",
                JsonText::object({{"filename", name},
                                  {"length", static_cast<std::int64_t>(png.size())},
                                  {"alt_txt", slack::cut_markup(templates::charts_in_words(facts.history),
                                                                longest_words)}}));
}

std::string picture_of(Workbench& bench, OutboxId row) {
    const auto picture = stored(bench, row);
    return picture.stage == Stage::complete ? picture.file : "";
}

void picture_step_taken(Workbench& bench, OutboxId row, const json& body) {
    auto picture = stored(bench, row);
    if (picture.stage == Stage::wanted) {
        picture.url = text_of(body, "upload_url");
        picture.file = text_of(body, "file_id");
        if (picture.url.empty() || picture.file.empty()) return give_up_picture(bench, row);
        picture.stage = Stage::placed;
    } else {
        picture.stage = Stage::complete;
        picture.url.clear();
    }
    store(bench, row, picture);
}

bool picture_handed_over(Workbench& bench, OutboxId row, const channels::Answer& answer) {
    const auto* http = std::get_if<channels::HttpAnswer>(&answer);
    if (http == nullptr || http->status != 200) {
        picture_step_failed(bench, row);
        return false;
    }
    auto picture = stored(bench, row);
    picture.stage = Stage::handed_over;
    store(bench, row, picture);
    return true;
}

// The place is asked for anew: an address counts once and not for long.
void picture_step_failed(Workbench& bench, OutboxId row) {
    auto picture = stored(bench, row);
    if (++picture.tries >= most_tries) return give_up_picture(bench, row);
    if (picture.stage == Stage::placed) picture.stage = Stage::wanted;
    store(bench, row, picture);
}

void give_up_picture(Workbench& bench, OutboxId row) {
    log::warn("the picture of a report could not be uploaded; the report goes without it", {});
    Picture picture;
    picture.stage = Stage::given_up;
    store(bench, row, picture);
}

std::optional<Duration> picture_refused(Workbench& bench, OutboxId row) {
    auto picture = stored(bench, row);
    if (picture.stage != Stage::complete) return std::nullopt;
    if (++picture.tries >= most_tries) {
        give_up_picture(bench, row);
        return Duration{0};
    }
    store(bench, row, picture);
    return until_ready;
}

void forget_picture(Workbench& bench, OutboxId row) {
    bench.tx().forget_note(note_of(row));
}

}  // namespace tocsin::engine
