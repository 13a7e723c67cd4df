// The whole program on a machine in trouble, with a Slack and a Twilio: alerts of SEV 1 page dana by phone
// and text, and lee is the admin.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/sandbox/http_client.h"
#include "tests/storage/open_store.h"

namespace tocsin::app::testing {

inline const std::string danas_number = "+12025550101";
inline const std::string lees_number = "+12025550102";

// A sanitizer needs memory, and to be loaded first.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TOCSIN_IS_SANITIZED 1
#endif
#endif
#ifdef TOCSIN_IS_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

class Troubled {
  public:
    // `folder` has the store and what stands beside it; empty: one in the temporary folder. `timeout`: of the
    // first level, which pages dana; the second pages lee.
    explicit Troubled(std::string folder = {}, const std::string& timeout = "10m");

    // `environment`: UNDER and CGROUP of tests/survival/under, and whatever the trouble needs. Waits until
    // Slack knows it, or it has ended.
    void start(std::vector<std::string> environment = {}, const std::string& log = {});
    bool stop();  // whether it ended well

    Program& bot() { return *bot_; }
    std::string log() const { return bot_->log(); }
    StandIn& slack() { return slack_; }

    // Status 0: nobody answered.
    sandbox::RawAnswer tell(const std::string& source, const std::string& key, const std::string& severity);
    // A new alert of SEV 1 is accepted and pages dana.
    bool pages(const std::string& key);
    bool is_texted(const std::string& number, const std::string& words);  // within `patience`
    std::size_t calls_to(const std::string& number);

    std::uint16_t port() const { return port_; }
    std::string store() const { return folder_ + "/tocsin.db"; }
    std::string folder() const { return folder_; }
    std::string scratch(const std::string& name) const { return scratch_.file(name); }
    // After the end: the store is intact. Of each alert of the source whether it is there.
    std::map<std::string, bool> stored(const std::string& source, const std::vector<std::string>& keys);
    std::size_t incidents_stored();

  private:
    void look(const std::function<void(storage::Tx&)>& work);

    storage::testing::TemporaryFolder scratch_;
    std::string folder_;
    std::uint16_t port_ = 0;
    StandIn slack_{{}, 60s};
    FakeTwilio twilio_;
    std::optional<Program> bot_;
    int lives_ = 0;
};

}  // namespace tocsin::app::testing
