// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/tissue_contact.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dryrun::session {
namespace {

constexpr std::int64_t kSwitchGrid_ticks = 100;
// As long as a block takes to make on a slow machine.
constexpr std::int64_t kLead_ticks = 400;
// A needle about to touch must be covered; the site leans towards the finger by no more than this.
constexpr double kMostLean = 10.0;
constexpr std::size_t kMostKept = 8;  // of 40 MB each: hands come back to where they were
// A hand that hovers is over the skin, or a little in it where the skin is not what it thought.
constexpr double kUnderSkin = 10.0;

// The place of the skin for which each hand wants tissue.
struct Wanted {
    std::optional<Vec3> finger;
    std::optional<Vec3> needle;
};

std::optional<Vec3> focus_of(const Wanted& wanted) {
    const auto& [finger, needle] = wanted;
    if (!finger || !needle) return finger ? finger : needle;
    const Vec3 apart = *finger - *needle;
    return *needle + normalised(apart) * std::min(0.5 * length(apart), kMostLean);
}

std::optional<Vec3> skin_under_tip(const anatomy::Atlas& atlas, const events::NeedlingHand& hand,
                                   double needle_length, double within) {
    if (!holds_needle(hand) || needle_length <= 0.0) return std::nullopt;
    const Vec3 tip = hand.position + hand.direction * (hand.travel + needle_length);
    const auto skin = atlas.skin_at(tip);
    if (!skin || dot(tip - skin->point, skin->normal) >= within) return std::nullopt;
    return skin->point;
}

}  // namespace

bool holds_needle(const events::NeedlingHand& hand) {
    return hand.tool == events::Tool::Needle || hand.tool == events::Tool::NeedleInGuideTube;
}

std::optional<Vec3> focus_of_hands(const anatomy::Atlas& atlas, const events::InputSample& sample,
                                   double needle_length) {
    Wanted wanted;
    if (sample.palpating_hand.is_on_patient) {
        const auto skin = atlas.skin_at(sample.palpating_hand.position);
        if (skin) wanted.finger = skin->point;
    }
    wanted.needle = skin_under_tip(atlas, sample.needling_hand, needle_length, kNearSkin);
    return focus_of(wanted);
}

std::optional<Vec3> focus_of_hands_in_air(const anatomy::Atlas& atlas,
                                          const events::InputSample& sample, double needle_length) {
    Wanted wanted;
    const Vec3& hand = sample.palpating_hand.position;
    const auto skin = atlas.skin_at(hand);
    const double height = skin ? dot(hand - skin->point, skin->normal) : kAboutToTouch;
    if (height > -kUnderSkin && height < kAboutToTouch) wanted.finger = skin->point;
    wanted.needle = skin_under_tip(atlas, sample.needling_hand, needle_length, kAboutToTouch);
    return focus_of(wanted);
}

SiteKeeper::SiteKeeper(std::shared_ptr<const anatomy::Atlas> atlas, tissue::MaterialTable materials,
                       std::vector<tissue::TautBand> bands, double stiffness_scale, WaitWatch watch)
    : atlas_(atlas),
      bands_(std::move(bands)),
      builder_(std::move(atlas), std::move(materials), stiffness_scale, std::move(watch)) {}

tissue::SitePlace SiteKeeper::place_wanted(const Vec3& focus, bool is_out_of_room) const {
    const std::optional<tissue::SitePlace> present =
        site_ && !is_out_of_room ? std::optional(site_->place()) : std::nullopt;
    const auto skin = atlas_->skin_at(focus);
    return tissue::place_for(focus, present ? &*present : nullptr,
                             skin ? skin->normal : Vec3{0.0, 1.0, 0.0});
}

SiteKeeper::Kept::iterator SiteKeeper::find_kept(const tissue::SitePlace& place) {
    return std::find_if(kept_.begin(), kept_.end(),
                        [&](const auto& site) { return site->place() == place; });
}

bool SiteKeeper::is_barren(const tissue::SitePlace& place) const {
    return std::find(barren_.begin(), barren_.end(), place) != barren_.end();
}

void SiteKeeper::make_ahead(const tissue::SitePlace& place) {
    if (!is_barren(place) && find_kept(place) == kept_.end()) builder_.begin(bands_, place);
}

bool SiteKeeper::enter(tissue::SitePlace place) {
    coming_.reset();
    if (is_barren(place)) return false;
    const auto kept = find_kept(place);
    if (kept != kept_.end()) {
        std::rotate(kept, kept + 1, kept_.end());
    } else {
        auto made = builder_.take(bands_, place);
        if (!made) {
            barren_.push_back(place);
            return false;
        }
        if (kept_.size() >= kMostKept) kept_.erase(kept_.begin());
        kept_.push_back(*made);
    }
    site_ = kept_.back();
    is_outdated_ = false;
    return true;
}

void SiteKeeper::change_band(std::size_t band, double stiffness_ratio) {
    if (bands_[band].stiffness_ratio == stiffness_ratio) return;
    bands_[band].stiffness_ratio = stiffness_ratio;
    builder_.forget();
    kept_.clear();
    is_outdated_ = site_ != nullptr;
    if (site_) make_ahead(site_->place());
}

void SiteKeeper::expect(const Vec3& focus) {
    const tissue::SitePlace place = place_wanted(focus);
    // Hands that only pass over a place are not worth a block.
    if (expected_ == place) make_ahead(place);
    expected_ = place;
}

bool SiteKeeper::follow(std::int64_t tick, const std::optional<Vec3>& focus, bool is_tied,
                        bool is_out_of_room) {
    if (!focus || is_tied) {
        coming_.reset();
        return false;
    }
    const tissue::SitePlace wanted = place_wanted(*focus, is_out_of_room);
    if (site_ && site_->place() == wanted && !is_outdated_) {
        coming_.reset();
        return false;
    }
    if (!site_ || is_out_of_room || !site_->covers(*focus)) return enter(wanted);
    if (coming_ != wanted) {
        coming_ = wanted;
        due_ = ((tick + kLead_ticks) / kSwitchGrid_ticks + 1) * kSwitchGrid_ticks;
    }
    if (tick >= due_) return enter(wanted);
    make_ahead(wanted);
    return false;
}

void SiteKeeper::hash(StateHasher& hasher) const {
    hasher.add(site_ ? site_->hash() : std::uint64_t{0});
    hasher.add(is_outdated_);
    hasher.add(coming_.has_value());
    if (coming_) {
        hasher.add(static_cast<std::int64_t>(coming_->column));
        hasher.add(static_cast<std::int64_t>(coming_->row));
        if (coming_->level) hasher.add(static_cast<std::int64_t>(*coming_->level));
        hasher.add(due_);
    }
}

namespace {

// By the needle's loads. Several points at a time, as each sum has to wait for its own last term.
void add_needle(const tissue::Site& site, const tissue::Track& track, std::span<const Vec3> load_N,
                std::vector<double>& out) {
    constexpr std::size_t kAtOnce = 5;
    std::size_t stations = std::min(load_N.size(), track.stations.size());
    while (stations > 0 && load_N[stations - 1] == Vec3{}) --stations;  // beyond the tip
    std::array<const double*, kAtOnce> response{};
    for (std::size_t first = 0; first < out.size(); first += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, out.size() - first);
        for (std::size_t k = 0; k < kAtOnce; ++k) {
            const auto point = static_cast<int>(first + std::min(k, count - 1));
            response[k] = site.track_response_to_surface(track, point).data();
        }
        std::array<double, kAtOnce> sum{};
        for (std::size_t i = 0; i < stations; ++i) {
            const Vec3& load = load_N[i];
            for (std::size_t k = 0; k < kAtOnce; ++k) {
                const double* by = response[k] + 3 * i;
                sum[k] += by[0] * load.x + by[1] * load.y + by[2] * load.z;
            }
        }
        for (std::size_t k = 0; k < count; ++k) out[first + k] = sum[k];
    }
}

}  // namespace

void surface_background(const tissue::Site& site, const tissue::Track* track,
                        std::span<const Vec3> block_load_N, std::span<const double> band_active_kPa,
                        std::vector<double>& out) {
    const std::size_t count = static_cast<std::size_t>(site.surface_count());
    out.assign(count, 0.0);
    if (track) add_needle(site, *track, block_load_N, out);
    for (std::size_t band = 0; band < band_active_kPa.size(); ++band) {
        if (band_active_kPa[band] == 0.0) continue;
        const auto response = site.surface_response_to_band(static_cast<int>(band));
        for (std::size_t j = 0; j < count; ++j) out[j] += response[j] * band_active_kPa[band];
    }
}

void station_background(const tissue::Site& site, const tissue::Track& track,
                        std::span<const double> surface_N, std::span<const double> band_active_kPa,
                        std::vector<Vec3>& out) {
    const std::size_t stations = track.stations.size();
    out.assign(stations, Vec3{});
    if (!track.course.is_straight()) {
        for (std::size_t i = 0; i < stations; ++i)
            out[i] = -tissue::laid_displacement(track, static_cast<int>(i));
    }
    const auto add = [&](std::span<const double> response, double load) {
        for (std::size_t i = 0; i < stations; ++i) {
            out[i] += Vec3{response[3 * i], response[3 * i + 1], response[3 * i + 2]} * load;
        }
    };
    for (std::size_t j = 0; j < surface_N.size(); ++j) {
        if (surface_N[j] == 0.0) continue;
        add(site.track_response_to_surface(track, static_cast<int>(j)), surface_N[j]);
    }
    for (std::size_t band = 0; band < band_active_kPa.size(); ++band) {
        if (band_active_kPa[band] == 0.0) continue;
        add(site.track_response_to_band(track, static_cast<int>(band)), band_active_kPa[band]);
    }
}

Vec3 entry_background(const tissue::Site& site, const Vec3& on_skin,
                      std::span<const double> surface_N) {
    int points[4];
    double weights[4];
    if (!site.surface_weights(on_skin, points, weights)) return {};
    Vec3 displacement;
    for (int corner = 0; corner < 4; ++corner) {
        const auto row = site.surface_compliance_row(points[corner]);
        double inward = 0.0;
        for (std::size_t j = 0; j < surface_N.size(); ++j) {
            if (surface_N[j] != 0.0) inward += row[j] * surface_N[j];
        }
        displacement += site.surface_normal(points[corner]) * (-inward * weights[corner]);
    }
    return displacement;
}

}  // namespace dryrun::session
