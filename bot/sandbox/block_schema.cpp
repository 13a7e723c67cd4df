#include "bot/sandbox/block_schema.h"

#include <algorithm>
#include <array>

namespace tocsin::sandbox {

namespace {

using enum Field::Kind;

constexpr std::string_view in_actions =
    "button overflow datepicker datetimepicker timepicker checkboxes radio_buttons workflow_button "
    "static_select external_select users_select conversations_select channels_select multi_static_select "
    "multi_external_select multi_users_select multi_conversations_select multi_channels_select";
constexpr std::string_view in_section =
    "button overflow datepicker timepicker checkboxes radio_buttons image workflow_button "
    "static_select external_select users_select conversations_select channels_select multi_static_select "
    "multi_external_select multi_users_select multi_conversations_select multi_channels_select";
constexpr std::string_view in_input =
    "plain_text_input rich_text_input email_text_input url_text_input number_input file_input datepicker "
    "datetimepicker timepicker checkboxes radio_buttons "
    "static_select external_select users_select conversations_select channels_select multi_static_select "
    "multi_external_select multi_users_select multi_conversations_select multi_channels_select";
constexpr std::string_view in_container =
    "actions context divider file header image input rich_text section table video";

constexpr Field actions_fields[] = {{"elements", parts, 1, 25, true, in_actions}};
constexpr Field alert_fields[] = {{"text", text, 1, 200, true},
                                  {"level", choice, 0, 0, false, "default info warning error success"}};
constexpr Field card_fields[] = {{"title", text, 1, 150}, {"subtitle", text, 1, 150},
                                 {"body", text, 1, 200},  {"subtext", text, 1, 200},
                                 {"hero_image", free},    {"icon", free},
                                 {"slack_icon", free},    {"actions", parts, 1, 3, false, "button"}};
constexpr Field carousel_fields[] = {{"elements", parts, 1, 10, true, "card"}};
constexpr Field container_fields[] = {{"title", text, 1, 150},
                                      {"rich_text_title", free},
                                      {"subtitle", text, 1, 150},
                                      {"child_blocks", parts, 1, 10, true, in_container},
                                      {"icon", free},
                                      {"width", choice, 0, 0, false, "narrow standard wide full"},
                                      {"is_collapsible", boolean},
                                      {"default_collapsed", boolean},
                                      {"has_header_divider", boolean}};
constexpr Field context_fields[] = {{"elements", parts, 1, 10, true, "image plain_text mrkdwn"}};
constexpr Field context_actions_fields[] = {{"elements", parts, 1, 5, true, "feedback_buttons icon_button"}};
constexpr Field data_table_fields[] = {{"rows", free, 0, 0, true},
                                       {"caption", string, 1, 150, true},
                                       {"page_size", integer, 1, 100},
                                       {"row_header_column_index", integer, 0, 19}};
constexpr Field data_visualization_fields[] = {{"title", string, 1, 50, true}, {"chart", free, 0, 0, true}};
constexpr Field file_fields[] = {{"external_id", string, 1, 255, true},
                                 {"source", choice, 0, 0, true, "remote"}};
constexpr Field header_fields[] = {{"text", plain, 1, 150, true}};
constexpr Field image_block_fields[] = {{"image_url", string, 1, 3000},
                                        {"slack_file", free},
                                        {"alt_text", string, 1, 2000, true},
                                        {"title", plain, 1, 2000}};
constexpr Field input_fields[] = {{"label", plain, 1, 2000, true},
                                  {"hint", plain, 1, 2000},
                                  {"element", part, 0, 0, true, in_input},
                                  {"optional", boolean},
                                  {"dispatch_action", boolean}};
constexpr Field markdown_fields[] = {{"text", string, 1, 12000, true}};
constexpr Field plan_fields[] = {{"title", string, 1, 3000, true}, {"tasks", free}};
constexpr Field rich_text_fields[] = {{"elements", free, 0, 0, true}};
constexpr Field section_fields[] = {{"text", text, 1, 3000},
                                    {"fields", free},
                                    {"accessory", part, 0, 0, false, in_section},
                                    {"expand", boolean}};
constexpr Field table_fields[] = {{"rows", free, 0, 0, true}, {"column_settings", free}};
constexpr Field task_card_fields[] = {{"task_id", string, 1, 255, true},
                                      {"title", string, 1, 3000, true},
                                      {"status", choice, 0, 0, false, "pending in_progress complete error"},
                                      {"details", free},
                                      {"output", free},
                                      {"sources", free},
                                      {"hide_title", boolean},
                                      {"icon", free}};
constexpr Field video_fields[] = {
    {"title", plain, 1, 199, true},          {"title_url", string, 1, 3000},
    {"author_name", string, 1, 49},          {"alt_text", string, 1, 2000, true},
    {"description", plain, 1, 200},          {"video_url", string, 1, 3000, true},
    {"provider_name", string, 1, 50},        {"provider_icon_url", string, 1, 3000},
    {"thumbnail_url", string, 1, 3000, true}};

constexpr Schema blocks[] = {{"actions", "mvh", actions_fields},
                             {"alert", "v", alert_fields},
                             {"card", "mh", card_fields},
                             {"carousel", "mh", carousel_fields},
                             {"container", "m", container_fields},
                             {"context", "mvh", context_fields},
                             {"context_actions", "m", context_actions_fields},
                             {"data_table", "mh", data_table_fields},
                             {"data_visualization", "m", data_visualization_fields},
                             {"divider", "mvh", {}},
                             {"file", "m", file_fields},
                             {"header", "mvh", header_fields},
                             {"image", "mvh", image_block_fields},
                             {"input", "mvh", input_fields},
                             {"markdown", "m", markdown_fields},
                             {"plan", "m", plan_fields},
                             {"rich_text", "mvh", rich_text_fields},
                             {"section", "mvh", section_fields},
                             {"table", "m", table_fields},
                             {"task_card", "m", task_card_fields},
                             {"video", "mvh", video_fields}};

constexpr Field button_fields[] = {
    {"text", plain, 1, 75, true}, {"value", string, 0, 2000},
    {"url", string, 1, 3000},     {"style", choice, 0, 0, false, "primary danger"},
    {"confirm", confirm},         {"accessibility_label", string, 1, 75}};
constexpr Field checkbox_fields[] = {{"options", options, 1, 10, true},
                                     {"initial_options", options, 1, 10},
                                     {"confirm", confirm},
                                     {"focus_on_load", boolean}};
constexpr Field radio_fields[] = {{"options", options, 1, 10, true},
                                  {"initial_option", option},
                                  {"confirm", confirm},
                                  {"focus_on_load", boolean}};
constexpr Field datepicker_fields[] = {{"initial_date", pattern, 0, 0, false, "9999-99-99"},
                                       {"placeholder", plain, 1, 150},
                                       {"confirm", confirm},
                                       {"focus_on_load", boolean}};
constexpr Field timepicker_fields[] = {{"initial_time", pattern, 0, 0, false, "99:99"},
                                       {"timezone", string, 1, 100},
                                       {"placeholder", plain, 1, 150},
                                       {"confirm", confirm},
                                       {"focus_on_load", boolean}};
constexpr Field datetimepicker_fields[] = {{"initial_date_time", integer, 1'000'000'000, 9'999'999'999},
                                           {"confirm", confirm},
                                           {"focus_on_load", boolean}};
constexpr Field typed_fields[] = {{"initial_value", string, 0, 3000},
                                  {"placeholder", plain, 1, 150},
                                  {"dispatch_action_config", free},
                                  {"focus_on_load", boolean}};
constexpr Field number_fields[] = {{"is_decimal_allowed", boolean, 0, 0, true},
                                   {"initial_value", string, 1, 100},
                                   {"min_value", string, 1, 100},
                                   {"max_value", string, 1, 100},
                                   {"placeholder", plain, 1, 150},
                                   {"dispatch_action_config", free},
                                   {"focus_on_load", boolean}};
constexpr Field plain_input_fields[] = {{"multiline", boolean},           {"min_length", integer, 0, 3000},
                                        {"max_length", integer, 1, 3000}, {"initial_value", string, 0, 3000},
                                        {"placeholder", plain, 1, 150},   {"dispatch_action_config", free},
                                        {"focus_on_load", boolean}};
constexpr Field rich_input_fields[] = {{"initial_value", free},          {"min_lines", integer, 1, 100},
                                       {"max_lines", integer, 1, 100},   {"placeholder", plain, 1, 150},
                                       {"dispatch_action_config", free}, {"focus_on_load", boolean}};
constexpr Field file_input_fields[] = {{"filetypes", free}, {"max_files", integer, 1, 10}};
constexpr Field static_fields[] = {{"options", options, 1, 100}, {"option_groups", groups, 1, 100},
                                   {"initial_option", option},   {"placeholder", plain, 1, 150},
                                   {"confirm", confirm},         {"focus_on_load", boolean}};
constexpr Field multi_static_fields[] = {{"options", options, 1, 100},
                                         {"option_groups", groups, 1, 100},
                                         {"initial_options", options, 1, 100},
                                         {"max_selected_items", integer, 1, 1000},
                                         {"placeholder", plain, 1, 150},
                                         {"confirm", confirm},
                                         {"focus_on_load", boolean}};
constexpr Field external_fields[] = {{"initial_option", option},
                                     {"min_query_length", integer, 0, 150},
                                     {"placeholder", plain, 1, 150},
                                     {"confirm", confirm},
                                     {"focus_on_load", boolean}};
constexpr Field multi_external_fields[] = {{"initial_options", options, 1, 100},
                                           {"min_query_length", integer, 0, 150},
                                           {"max_selected_items", integer, 1, 1000},
                                           {"placeholder", plain, 1, 150},
                                           {"confirm", confirm},
                                           {"focus_on_load", boolean}};
constexpr Field users_fields[] = {{"initial_user", string, 1, 255},
                                  {"placeholder", plain, 1, 150},
                                  {"confirm", confirm},
                                  {"focus_on_load", boolean}};
constexpr Field multi_users_fields[] = {{"initial_users", free},
                                        {"max_selected_items", integer, 1, 1000},
                                        {"placeholder", plain, 1, 150},
                                        {"confirm", confirm},
                                        {"focus_on_load", boolean}};
constexpr Field conversations_fields[] = {{"initial_conversation", string, 1, 255},
                                          {"default_to_current_conversation", boolean},
                                          {"filter", free},
                                          {"response_url_enabled", boolean},
                                          {"placeholder", plain, 1, 150},
                                          {"confirm", confirm},
                                          {"focus_on_load", boolean}};
constexpr Field multi_conversations_fields[] = {{"initial_conversations", free},
                                                {"default_to_current_conversation", boolean},
                                                {"filter", free},
                                                {"max_selected_items", integer, 1, 1000},
                                                {"placeholder", plain, 1, 150},
                                                {"confirm", confirm},
                                                {"focus_on_load", boolean}};
constexpr Field channels_fields[] = {{"initial_channel", string, 1, 255},
                                     {"response_url_enabled", boolean},
                                     {"placeholder", plain, 1, 150},
                                     {"confirm", confirm},
                                     {"focus_on_load", boolean}};
constexpr Field multi_channels_fields[] = {{"initial_channels", free},
                                           {"max_selected_items", integer, 1, 1000},
                                           {"placeholder", plain, 1, 150},
                                           {"confirm", confirm},
                                           {"focus_on_load", boolean}};
constexpr Field overflow_fields[] = {{"options", options, 1, 5, true}, {"confirm", confirm}};
constexpr Field image_fields[] = {
    {"image_url", string, 1, 3000}, {"slack_file", free}, {"alt_text", string, 1, 2000, true}};
constexpr Field feedback_fields[] = {{"positive_button", free, 0, 0, true},
                                     {"negative_button", free, 0, 0, true}};
constexpr Field icon_button_fields[] = {
    {"icon", choice, 0, 0, true, "trash"}, {"text", plain, 1, 75, true},           {"value", string, 0, 2000},
    {"visible_to_user_ids", free},         {"accessibility_label", string, 1, 75}, {"confirm", confirm}};
constexpr Field workflow_fields[] = {{"text", plain, 1, 75, true},
                                     {"workflow", free, 0, 0, true},
                                     {"style", choice, 0, 0, false, "primary danger"},
                                     {"accessibility_label", string, 1, 75}};

constexpr Schema elements[] = {{"button", "", button_fields},
                               {"checkboxes", "", checkbox_fields},
                               {"radio_buttons", "", radio_fields},
                               {"datepicker", "", datepicker_fields},
                               {"timepicker", "", timepicker_fields},
                               {"datetimepicker", "", datetimepicker_fields},
                               {"email_text_input", "", typed_fields},
                               {"url_text_input", "", typed_fields},
                               {"number_input", "", number_fields},
                               {"plain_text_input", "", plain_input_fields},
                               {"rich_text_input", "", rich_input_fields},
                               {"file_input", "", file_input_fields},
                               {"static_select", "", static_fields},
                               {"multi_static_select", "", multi_static_fields},
                               {"external_select", "", external_fields},
                               {"multi_external_select", "", multi_external_fields},
                               {"users_select", "", users_fields},
                               {"multi_users_select", "", multi_users_fields},
                               {"conversations_select", "", conversations_fields},
                               {"multi_conversations_select", "", multi_conversations_fields},
                               {"channels_select", "", channels_fields},
                               {"multi_channels_select", "", multi_channels_fields},
                               {"overflow", "", overflow_fields},
                               {"image", "", image_fields},
                               {"feedback_buttons", "", feedback_fields},
                               {"icon_button", "", icon_button_fields},
                               {"workflow_button", "", workflow_fields}};

const Schema* find(std::span<const Schema> schemas, std::string_view type) {
    auto found = std::ranges::find(schemas, type, &Schema::type);
    return found == schemas.end() ? nullptr : &*found;
}

}  // namespace

const Schema* block_schema(std::string_view type) {
    return find(blocks, type);
}

const Schema* element_schema(std::string_view type) {
    return find(elements, type);
}

}  // namespace tocsin::sandbox
