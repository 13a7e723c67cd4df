#include "templates/public_entry_form.h"

#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "bot/core/public_limits.h"
#include "tests/read_json.h"
#include "tests/templates/block_limits.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

Rules rules_with(std::vector<std::string> components) {
    auto rules = default_rules();
    rules.status_page = StatusPageRules{"Your App", std::move(components), {}};
    return rules;
}

RenderContext with(const RenderContext& context, const Rules& rules) {
    return {context.texts, context.people, rules,       context.now,
            context.links, context.emoji,  context.can, context.form};
}

std::string problems(const slack::View& view) {
    return join(story::problems_of(read_json(view.modern), "modal"), "; ");
}

}  // namespace

TEST_CASE("The form opens with the mission's wording, made of the component's name and an estimate alone") {
    const story::Stage stage;
    const auto context = stage.at("14:35");
    const auto eta = context.now + 30min;
    CHECK(public_title("API", PublicHeading::investigating) == "API errors and slow response times");
    CHECK(public_wording(PublicHeading::investigating, "API", eta, context) ==
          "We are investigating reports of API errors and slow response times.\n"
          "Estimated resolution: 30 minutes.");
    CHECK(public_wording(PublicHeading::investigating, "", std::nullopt, context) ==
          "We are investigating reports of errors and slow response times.");
    CHECK(public_wording(PublicHeading::identified, "API", context.now - 1min, context) ==
          "The issue has been identified. Fix is being deployed.");
    CHECK(public_wording(PublicHeading::resolved, "API", eta, context) ==
          "Service has been fully restored. All systems operating normally.\n"
          "We apologize for the disruption.");
}

TEST_CASE("The form keeps Slack's limits with forty components and whatever people type") {
    const std::string hurt = "<!channel> @here *bold* <script> & \xE2\x80\xAE " + std::string(3000, 'W');
    const story::Stage stage;
    const auto rules = rules_with(std::vector<std::string>(most_public_components, hurt));
    const auto context = with(stage.at("14:35"), rules);
    for (const auto heading : {PublicHeading::investigating, PublicHeading::maintenance}) {
        PublicEntryForm form;
        form.heading = heading;
        form.title = cut(hurt, longest_public_title);
        form.text = cut(hurt, longest_public_text);
        form.private_words = {hurt, hurt};
        form.note = hurt;
        CHECK(problems(public_entry_form(form, context)) == "");
        form.key.entry = 3;
        CHECK(problems(public_entry_form(form, context)) == "");
    }
}

TEST_CASE("A correction asks for the text alone") {
    const story::Stage stage;
    const auto rules = rules_with({"API"});
    PublicEntryForm form;
    form.key.entry = 2;
    form.text = "We looked.";
    const auto view = public_entry_form(form, with(stage.at("14:35"), rules)).modern;
    CHECK(view.text().contains("sp.text.investigating"));
    CHECK_FALSE(view.text().contains("sp.component"));
    CHECK_FALSE(view.text().contains("sp.heading"));
}
