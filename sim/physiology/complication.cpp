// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/complication.h"

#include <algorithm>

#include "core/random.h"
#include "physiology/odds.h"
#include "physiology/parameter_table.h"

namespace dryrun::physiology {
namespace {

constexpr double kThickNeedle = 0.30;
constexpr std::int64_t kManyStrokes = 15;
constexpr double kNerveLeft = 3.0;
// Neighbours are asked for again when the tip has moved this far.
constexpr double kLookEvery = 0.1;
// Share of bleedings that go on oozing rather than leave a spot; assumed.
constexpr double kOozeShare = 0.25;
constexpr double kLeastBruise = 5.0;
constexpr double kMostBruise = 25.0;

double exposure_odds(const InsertionExposure& exposure, const ComplicationParameters& parameters) {
    double odds = 1.0;
    if (exposure.needle_diameter >= kThickNeedle) odds *= parameters.odds_thick_needle;
    if (exposure.has_hit_vessel) odds *= parameters.odds_vessel;
    if (exposure.is_antithrombotic) odds *= parameters.odds_antithrombotic;
    if (exposure.strokes > kManyStrokes) odds *= parameters.odds_many_strokes;
    return odds;
}

constexpr double kThinNeedle = 0.25;

// Of a cohort of the published shares, where `base` is the chance without any odds.
double mean_chance(double base, const ComplicationParameters& parameters) {
    double mean = 0.0;
    for (const bool is_thick : {false, true}) {
        for (const bool has_hit_vessel : {false, true}) {
            for (const bool is_antithrombotic : {false, true}) {
                const InsertionExposure exposure{
                    .needle_diameter = is_thick ? kThickNeedle : kThinNeedle,
                    .has_hit_vessel = has_hit_vessel,
                    .is_antithrombotic = is_antithrombotic};
                const auto part = [](bool has, double share) { return has ? share : 1.0 - share; };
                const double share = part(is_thick, parameters.share_thick_needle) *
                                     part(has_hit_vessel, parameters.share_vessel) *
                                     part(is_antithrombotic, parameters.share_antithrombotic);
                mean += share * with_odds(base, exposure_odds(exposure, parameters));
            }
        }
    }
    return mean;
}

bool holds(const std::vector<anatomy::StructureId>& list, anatomy::StructureId id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

std::string onset_drawn(const ComplicationParameters& parameters, double drawn) {
    if (drawn < parameters.onset_at_once) return "immediate";
    if (drawn < parameters.onset_at_once + parameters.onset_by_24_h) return "within_24_h";
    return "within_48_h";
}

// Drawn when the tip comes near. A nerve that slid aside slides aside from this needle however
// often it passes; one that was struck may be struck again whenever the needle comes back to it.
void follow_nerves(const anatomy::Atlas& atlas, const Vec3& tip,
                   const ComplicationParameters& parameters, std::uint64_t seed,
                   ContactState& state, ContactFacts& facts) {
    if (distance(tip, state.looked_from) < kLookEvery) return;
    state.looked_from = tip;
    const auto nearest = atlas.nearest(tip, kNerveLeft, [](const anatomy::Structure& structure) {
        return structure.tissue == anatomy::Tissue::Nerve;
    });
    if (!nearest) {
        state.nerves_near.clear();
        return;
    }
    const anatomy::StructureId nerve = nearest->structure;
    if (nearest->distance > parameters.nerve_reach || holds(state.nerves_near, nerve) ||
        holds(state.nerves_aside, nerve))
        return;
    state.nerves_near.push_back(nerve);
    const RandomStream stream(seed, "nerve contact");
    const double drawn = stream.uniform(static_cast<std::uint64_t>(state.nerve_draws++));
    (drawn < parameters.nerve_chance ? facts.nerves : state.nerves_aside).push_back(nerve);
}

void follow_vessels(const anatomy::Atlas& atlas, std::optional<anatomy::StructureId> inside,
                    ContactState& state, ContactFacts& facts) {
    const bool is_vessel = inside && atlas.structure(*inside).tissue == anatomy::Tissue::Vessel;
    if (!is_vessel) {
        state.vessels_in.clear();
    } else if (!holds(state.vessels_in, *inside)) {
        state.vessels_in.push_back(*inside);
        facts.vessels.push_back(*inside);
    }
}

// Once an attempt each: what the patient shows of it begins then.
void follow_organs(const anatomy::Atlas& atlas, std::optional<anatomy::StructureId> inside,
                   ContactState& state, ContactFacts& facts) {
    if (!inside) return;
    const anatomy::Tissue tissue = atlas.structure(*inside).tissue;
    if (tissue == anatomy::Tissue::Canal && !state.has_entered_canal)
        facts.has_entered_canal = state.has_entered_canal = true;
    if (tissue == anatomy::Tissue::Kidney && !state.has_entered_kidney)
        facts.has_entered_kidney = state.has_entered_kidney = true;
}

void follow_pleura(const anatomy::Atlas& atlas, std::optional<anatomy::StructureId> inside,
                   const ComplicationParameters& parameters, std::uint64_t seed,
                   ContactState& state, ContactFacts& facts) {
    if (!inside) return;
    const anatomy::Tissue tissue = atlas.structure(*inside).tissue;
    const bool is_lung = tissue == anatomy::Tissue::Lung;
    if (!is_lung && tissue != anatomy::Tissue::Pleura) return;
    const RandomStream stream(seed, "pneumothorax");
    bool leaks = false;
    if (!state.is_pleura_passed) {
        state.is_pleura_passed = true;
        facts.has_passed_pleura = true;
        leaks = stream.uniform(0) < parameters.pneumothorax_parietal;
    }
    if (is_lung && !state.is_lung_passed) {
        state.is_lung_passed = true;
        leaks = true;
    }
    if (leaks && !state.has_pneumothorax) {
        state.has_pneumothorax = true;
        facts.pneumothorax = onset_drawn(parameters, stream.uniform(1));
    }
}

}  // namespace

Result<ComplicationParameters> read_complication_parameters() {
    Result<ParameterTable> table = ParameterTable::read("complications.json");
    if (!table) return table.error();
    ComplicationParameters parameters;
    const double bleeding = table->take("bleeding");
    const double bruise = table->take("bruise");
    parameters.odds_thick_needle = table->take("odds_thick_needle");
    parameters.odds_vessel = table->take("odds_vessel");
    parameters.odds_unpressed = table->take("odds_unpressed");
    parameters.odds_antithrombotic = table->take("odds_antithrombotic");
    parameters.odds_many_strokes = table->take("odds_many_strokes");
    parameters.share_thick_needle = table->take("share_thick_needle");
    parameters.share_vessel = table->take("share_vessel");
    parameters.share_antithrombotic = table->take("share_antithrombotic");
    parameters.nerve_reach = table->take("nerve_reach_mm");
    parameters.nerve_chance = table->take("nerve_chance");
    parameters.pneumothorax_parietal = table->take("pneumothorax_parietal");
    parameters.onset_at_once = table->take("onset_at_once");
    parameters.onset_by_24_h = table->take("onset_by_24_h");
    if (const Status status = table->finish(); !status) return status.error();
    parameters.bleeding = chance_without_odds(bleeding, parameters);
    parameters.bruise = chance_without_odds(bruise, parameters);
    return parameters;
}

double chance_without_odds(double published, const ComplicationParameters& parameters) {
    // The mean grows all but in proportion to the base: each round takes off nearly all of the
    // rest.
    constexpr int kRounds = 20;
    double base = published;
    for (int round = 0; round < kRounds; ++round) base *= published / mean_chance(base, parameters);
    return base;
}

InsertionExposure draw_published_exposure(const ComplicationParameters& parameters,
                                          std::uint64_t seed) {
    const RandomStream stream(seed, "exposure of a published treatment");
    InsertionExposure exposure;
    const bool is_thick = stream.uniform(0) < parameters.share_thick_needle;
    exposure.needle_diameter = is_thick ? kThickNeedle : kThinNeedle;
    exposure.has_hit_vessel = stream.uniform(1) < parameters.share_vessel;
    exposure.is_antithrombotic = stream.uniform(2) < parameters.share_antithrombotic;
    return exposure;
}

std::string_view name_of(BleedingGrade grade) {
    switch (grade) {
        case BleedingGrade::Spot:
            return "spot";
        case BleedingGrade::Ooze:
            return "ooze";
        case BleedingGrade::None:
            break;
    }
    return "none";
}

BleedingGrade draw_bleeding(const InsertionExposure& exposure,
                            const ComplicationParameters& parameters, std::uint64_t seed) {
    const RandomStream stream(seed, "bleeding");
    const auto number = static_cast<std::uint64_t>(exposure.number);
    const double chance = with_odds(parameters.bleeding, exposure_odds(exposure, parameters));
    if (stream.uniform(number, 0) >= chance) return BleedingGrade::None;
    const bool oozes = exposure.has_hit_vessel || stream.uniform(number, 1) < kOozeShare;
    return oozes ? BleedingGrade::Ooze : BleedingGrade::Spot;
}

double draw_bruise(const InsertionExposure& exposure, bool was_pressed,
                   const ComplicationParameters& parameters, std::uint64_t seed) {
    const RandomStream stream(seed, "bruise");
    const auto number = static_cast<std::uint64_t>(exposure.number);
    double odds = exposure_odds(exposure, parameters);
    if (!was_pressed) odds *= parameters.odds_unpressed;
    if (stream.uniform(number, 0) >= with_odds(parameters.bruise, odds)) return 0.0;
    return kLeastBruise + (kMostBruise - kLeastBruise) * stream.uniform(number, 1);
}

void ContactState::hash(StateHasher& hasher) const {
    for (const auto id : nerves_near) hasher.add(static_cast<std::uint64_t>(id));
    for (const auto id : nerves_aside) hasher.add(static_cast<std::uint64_t>(id));
    for (const auto id : vessels_in) hasher.add(static_cast<std::uint64_t>(id));
    hasher.add(nerve_draws);
    hasher.add(is_pleura_passed);
    hasher.add(is_lung_passed);
    hasher.add(has_pneumothorax);
    hasher.add(has_entered_canal);
    hasher.add(has_entered_kidney);
    hasher.add(looked_from);
}

void ContactState::leave_skin() {
    nerves_near.clear();
    nerves_aside.clear();
    vessels_in.clear();
}

ContactFacts follow_contacts(const anatomy::Atlas& atlas, const Vec3& tip,
                             std::optional<anatomy::StructureId> inside,
                             const ComplicationParameters& parameters, std::uint64_t seed,
                             ContactState& state) {
    ContactFacts facts;
    follow_nerves(atlas, tip, parameters, seed, state, facts);
    follow_vessels(atlas, inside, state, facts);
    follow_organs(atlas, inside, state, facts);
    follow_pleura(atlas, inside, parameters, seed, state, facts);
    return facts;
}

}  // namespace dryrun::physiology
