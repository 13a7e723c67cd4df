// A house whose people are paged by call and text through Twilio's adapters: what was sent, and what Twilio
// reports of it, called back or asked for.
#pragma once

#include <string>
#include <vector>

#include "bot/channels/twilio.h"
#include "tests/engine/house.h"

namespace tocsin::engine::testing {

inline const std::string danas_number = "+12025550101";
inline const std::string lees_number = "+12025550102";

struct SentRequest {
    std::string method;
    std::string url;
    FormFields fields;

    std::string field(std::string_view name) const { return std::string(field_of(fields, name)); }
    std::string id;  // that Twilio gave it
};

enum class WayIn { called_back, polled };

Settings paging_settings(WayIn way_in = WayIn::called_back);

class Pager : public House {
  public:
    explicit Pager(WayIn way_in = WayIn::called_back);
    explicit Pager(Settings settings);

    std::vector<SentRequest> sent;  // in order, what was asked for among it

    std::vector<SentRequest> texts(const std::string& to) const;
    std::vector<SentRequest> calls_to(const std::string& to) const;
    std::string last_text(const std::string& to) const;  // fails the test when there is none

    // What Twilio calls back with, signed or not: the door has seen to that.
    std::string reports(std::vector<channels::Report> reports, const std::string& path);
    std::string hears(const SentRequest& call, const std::string& step, const std::string& key,
                      int silence = 0);
    void replies(const std::string& from, const std::string& text);

    // Answers to what is asked, by the end of the address; anything else is taken as new.
    std::map<std::string, std::string> told;

  private:
    channels::Answer answer(const channels::Request& request);
    int last_id_ = 0;
};

std::string token_of(const SentRequest& request);  // that its callbacks carry

}  // namespace tocsin::engine::testing
