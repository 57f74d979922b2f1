// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/site_builder.h"

#include <utility>

namespace dryrun::session {

SiteBuilder::SiteBuilder(std::shared_ptr<const anatomy::Atlas> atlas,
                         tissue::MaterialTable materials, double stiffness_scale, WaitWatch watch)
    : atlas_(std::move(atlas)),
      materials_(std::make_shared<const tissue::MaterialTable>(std::move(materials))),
      stiffness_scale_(stiffness_scale),
      watch_(std::move(watch)) {}

void SiteBuilder::begin(const std::vector<tissue::TautBand>& bands,
                        const tissue::SitePlace& place) {
    if (begun_ && begun_->place == place) return;
    if (!errands_) errands_ = std::make_unique<Errands>();
    if (!errands_->has_helper()) return;
    // One at a time: a block that is under way cannot be given up, and two would take twice as
    // long.
    if (errand_ && !errands_->is_done(*errand_) && !errands_->take_back(*errand_)) return;
    begun_ = Begun{place, std::make_shared<std::optional<SiteMade>>()};
    errand_ = errands_->add(1, [atlas = atlas_, materials = materials_, bands, place,
                                scale = stiffness_scale_, made = begun_->made](std::size_t) {
        *made = tissue::Site::make(atlas, *materials, bands, place, scale);
    });
}

bool SiteBuilder::is_ready(const tissue::SitePlace& place) const {
    return begun_ && begun_->place == place && errands_->is_done(*errand_);
}

SiteMade SiteBuilder::take(const std::vector<tissue::TautBand>& bands,
                           const tissue::SitePlace& place) {
    const auto make_here = [&] {
        return tissue::Site::make(atlas_, *materials_, bands, place, stiffness_scale_);
    };
    const bool is_begun = begun_ && begun_->place == place;
    const bool has_to_wait = !is_ready(place);
    if (has_to_wait && watch_) watch_(true);
    if (is_begun) errands_->finish(*errand_);
    SiteMade site = is_begun ? std::move(**begun_->made) : make_here();
    if (is_begun) begun_.reset();
    if (has_to_wait && watch_) watch_(false);
    return site;
}

}  // namespace dryrun::session
