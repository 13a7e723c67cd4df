// The forms about a post-mortem: its written sections, whom to ask for help, the six times. What was entered
// is read in commands/post_mortem_form.cpp and beside it.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "bot/slack/form_fields.h"
#include "templates/forms.h"

namespace tocsin::templates {

inline constexpr std::size_t longest_section_input = 3000;  // that one input of a form of Slack's takes

// The sections in their order, each with the input in which it is written.
struct SectionInput {
    PostMortemSection section;
    slack::Field field;
};
inline constexpr std::array section_inputs{
    SectionInput{PostMortemSection::title, slack::field::post_mortem_title},
    SectionInput{PostMortemSection::impact, slack::field::post_mortem_impact},
    SectionInput{PostMortemSection::cause, slack::field::post_mortem_cause},
    SectionInput{PostMortemSection::root_cause, slack::field::post_mortem_root_cause},
    SectionInput{PostMortemSection::well, slack::field::post_mortem_well},
    SectionInput{PostMortemSection::poorly, slack::field::post_mortem_poorly},
    SectionInput{PostMortemSection::lessons, slack::field::post_mortem_lessons},
    SectionInput{PostMortemSection::prevention, slack::field::post_mortem_prevention},
};

// Whether the text can be written in its input; `longest`: that an input takes where the form is.
bool fits_input(PostMortemSection section, std::string_view text, std::size_t longest);

struct PostMortemForm {
    FormKey key = {};
    std::map<PostMortemSection, std::string> texts = {};  // all eight
    bool no_action_needed = false;
    std::string changed_meanwhile = {};  // plain words; empty: nobody wrote while the form was open
    std::size_t longest = longest_section_input;
};
// A text that is too long for an input is not asked for: the form says that it stays as it is.
slack::View post_mortem_form(const Incident& incident, const PostMortemForm& form,
                             const RenderContext& context);

slack::View post_mortem_help_form(const Incident& incident, const FormKey& key, const RenderContext& context);

// The six times, each with its input; what is not known begins empty.
struct TimeInput {
    Milestone milestone;
    slack::Field field;
};
inline constexpr std::array time_inputs{
    TimeInput{Milestone::started, slack::field::time_started},
    TimeInput{Milestone::detected, slack::field::time_detected},
    TimeInput{Milestone::acknowledged, slack::field::time_acknowledged},
    TimeInput{Milestone::identified, slack::field::time_identified},
    TimeInput{Milestone::mitigated, slack::field::time_mitigated},
    TimeInput{Milestone::resolved, slack::field::time_resolved},
};
struct TimesForm {
    FormKey key = {};
    std::map<Milestone, Time> picked = {};  // instead of the incident's
    std::string changed_meanwhile = {};     // plain words; empty: nobody changed them while the form was open
};
slack::View times_form(const Incident& incident, const TimesForm& form, const RenderContext& context);

}  // namespace tocsin::templates
