// What the thread says of the status page: the proposal of an entry, and who published, corrected or withdrew
// one. The entries themselves are on the page, not here.
#pragma once

#include <optional>
#include <string_view>

#include "bot/core/public_notice.h"
#include "templates/messages.h"

namespace tocsin::templates {

// nullopt: nothing to propose.
std::optional<slack::Message> public_proposal(const Happening& happening, const RenderContext& context);
slack::Message public_proposal_answered(const Incident& incident, const RenderContext& context);

slack::Message public_entry_message(const Incident& incident, const Actor& by,
                                    const event::PublicEntryPublished& published,
                                    const RenderContext& context);
slack::Message public_entry_message(const Incident& incident, const Actor& by,
                                    const event::PublicEntryCorrected& corrected,
                                    const RenderContext& context);
slack::Message public_entry_message(const Incident& incident, const event::PublicNoticeEnded& ended,
                                    const RenderContext& context);
slack::Message public_entry_message(const Incident& incident, const event::PublicNoticeMoved& moved,
                                    const RenderContext& context);
// In the incidents channel.
slack::Message maintenance_message(const PublicNotice& notice, const Actor& by, const RenderContext& context);

// Of another status page that the entries are pushed to.
slack::Message push_refused_message(std::string_view product, std::string_view reason,
                                    const RenderContext& context);
slack::Message push_works_message(std::string_view product, const RenderContext& context);
slack::Message push_lacks_component_message(std::string_view product, std::string_view component,
                                            const RenderContext& context);
slack::Message push_given_up_message(std::string_view product, const PublicNotice& about,
                                     const RenderContext& context);

}  // namespace tocsin::templates
