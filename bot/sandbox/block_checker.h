// The walk over one array of blocks: the table's fields here, rules over several fields in block_rules.cpp.
// Used by block_validator.cpp only.
#pragma once

#include <map>

#include "bot/sandbox/block_schema.h"
#include "bot/sandbox/block_validator.h"

namespace tocsin::sandbox {

class BlockChecker {
  public:
    BlockChecker(Surface surface, const RefusedTypes& refused) : surface_(surface), refused_(refused) {}

    void blocks(const json& blocks, const std::string& at);
    void string(const json& value, long min, long max, const std::string& at);
    void text(const json& value, bool plain_only, long min, long max, const std::string& at);
    void options(const json& value, long min, long max, const std::string& at);
    void option(const json& value, const std::string& at);
    void groups(const json& value, long max, const std::string& at);
    bool array(const json& value, long min, long max, const std::string& at);
    void problem(std::string message, const std::string& at) { problems.push_back({std::move(message), at}); }

    std::vector<Problem> problems;

  private:
    void block(const json& block, const std::string& at);
    void element(const json& element, const std::string& at);
    void object(const json& value, const Schema& schema, const std::string& at);
    void field(const json& value, const Field& field, const std::string& at);
    void part(const json& value, std::string_view types, const std::string& at);
    void confirm(const json& value, const std::string& at);
    void known_keys(const json& value, std::string_view keys, const std::string& at);

    // block_rules.cpp
    void block_rules(const json& block, const std::string& type, const std::string& at);
    void element_rules(const json& element, const std::string& type, const std::string& at);
    void section_rules(const json& block, const std::string& at);
    void table_rules(const json& block, const std::string& at);
    void data_table_rules(const json& block, const std::string& at);
    void chart_rules(const json& block, const std::string& at);
    void feedback_rules(const json& element, const std::string& at);
    void rich_text_rules(const json& block, const std::string& at);
    void initial_options(const json& element, const std::string& at);
    void whole_message_rules(const json& blocks, const std::string& at);

    Surface surface_;
    const RefusedTypes& refused_;
    std::set<std::string> block_ids_;
    std::set<std::string> action_ids_;  // of the block being walked
    int focused_ = 0;
    int depth_ = 0;
};

bool has_word(std::string_view words, std::string_view word);  // words separated by spaces

}  // namespace tocsin::sandbox
