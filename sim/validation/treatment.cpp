// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/treatment.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "events/event.h"
#include "trainee/trainee.h"

namespace dryrun::validation {
namespace {

// Thresholds of 300 ± 90 kPa in healthy muscle (DERIVED); those at the points go with it.
constexpr double kThresholdSpread = 0.3;
constexpr double kShareOfFirstVisits = 0.2;  // ASSUMED: a treatment is one of some five
constexpr std::uint64_t kMostDraws = 16;
constexpr double kMostFear = 6.0;  // of more nobody lets a needle near; ASSUMED

std::shared_ptr<const anatomy::Atlas> borrowed(const anatomy::Atlas* atlas) {
    return {std::shared_ptr<const anatomy::Atlas>(), atlas};
}

void draw_patient(std::uint64_t seed, scenario::Patient& patient) {
    const RandomStream chance(seed, "patient of a cohort");
    const double scale = std::clamp(1.0 + kThresholdSpread * chance.normal(0), 0.5, 1.6);
    patient.pressure_pain_threshold_kPa *= scale;
    patient.latent_threshold_kPa *= scale;
    patient.active_threshold_kPa *= scale;
    patient.is_first_visit = chance.uniform(1) < kShareOfFirstVisits;
    patient.fear_nrs = kMostFear * chance.uniform(2);
}

// Emergencies that pass, or that happen to the therapist.
bool is_minor_emergency(const std::string& kind) {
    return kind == "vasovagal" || kind == "held_fast" || kind == "stuck_needle" ||
           kind == "needlestick";
}

// What the events say of one treatment.
struct Reading {
    Treatment& into;

    void fall_ill(const std::string& what) {
        into.is_major = true;
        if (into.major.empty()) into.major = what;
    }
    void operator()(const events::SkinPunctured&) { into.is_needled = true; }
    void operator()(const events::Twitch&) { ++into.twitches; }
    void operator()(const events::StrokeMade&) { ++into.strokes; }
    void operator()(const events::BoneContacted&) { into.has_met_bone = true; }
    void operator()(const events::Bleeding&) { into.has_bled = into.is_minor = true; }
    void operator()(const events::Bruise&) { into.is_bruised = into.is_minor = true; }
    void operator()(const events::Pneumothorax&) { fall_ill("pneumothorax"); }
    void operator()(const events::NeedleBroken&) { fall_ill("needle_broken"); }
    void operator()(const events::NerveContacted&) { into.has_felt_nerve = true; }
    void operator()(const events::HazardEntered& entered) {
        into.has_entered_pleura =
            into.has_entered_pleura || entered.structure.rfind("pleura", 0) == 0;
    }
    void operator()(const events::EmergencyBegan& began) {
        if (began.emergency == "vasovagal") into.has_fainted = into.is_minor = true;
        if (!is_minor_emergency(began.emergency)) fall_ill(began.emergency);
    }
    void operator()(const events::AftermathFound& found) {
        const bool is_soreness = found.what == "soreness";
        if (is_soreness)
            into.is_sore = into.is_sore || (found.after_h >= 2.0 && found.after_h <= 8.0);
        else
            into.is_minor = true;
        if (found.outcome.rfind("hospital", 0) == 0) fall_ill(found.what);
    }
    void operator()(const events::NeedleWithdrawn& out) {
        into.deepest = std::max(into.deepest, out.deepest_path);
    }
    template <class Other>
    void operator()(const Other&) {}
};

Measured share(double met, double of) {
    Measured measured;
    measured.people = static_cast<int>(of);
    if (of <= 0.0) return measured;
    constexpr double kZ = 1.959964;  // 95 %
    const double p = met / of;
    const double middle = (p + kZ * kZ / (2.0 * of)) / (1.0 + kZ * kZ / of);
    const double half =
        kZ / (1.0 + kZ * kZ / of) * std::sqrt(p * (1.0 - p) / of + kZ * kZ / (4.0 * of * of));
    measured.value = 100.0 * p;
    measured.interval =
        Range{100.0 * std::fmax(middle - half, 0.0), 100.0 * std::fmin(middle + half, 1.0)};
    return measured;
}

}  // namespace

Result<Treatment> treat(const TreatmentOrder& order) {
    auto scenario = scenario::read_scenario(order.scenario);
    if (!scenario) return scenario.error();
    scenario->body = order.atlas->body();
    draw_patient(order.seed, scenario->patient);
    session::SessionOptions options;
    options.tissue = order.tissue;
    options.atlas = borrowed(order.atlas);
    if (order.textbook) options.textbook = borrowed(order.textbook);
    auto session = session::Session::start(*scenario, order.seed, options);
    // Where the muscle is so thin that the point's draw missed it, it is drawn again.
    for (std::uint64_t again = 1; !session && again < kMostDraws; ++again)
        session = session::Session::start(*scenario, order.seed + (again << 32U), options);
    if (!session) return session.error();
    const auto trainee = trainee::make_trainee(order.trainee, (*session)->briefing(), order.seed);
    if (!trainee) return trainee.error();
    while (!(*session)->is_finished()) (*session)->step((*trainee)->act((*session)->percepts()));
    Treatment treatment;
    for (const events::Event& event : (*session)->events())
        std::visit(Reading{treatment}, event.body);
    return treatment;
}

Findings count(const std::vector<Treatment>& treatments) {
    std::vector<double> sums(kColumns, 0.0);
    for (const Treatment& one : treatments) {
        if (!one.is_needled) continue;
        sums[Treatments] += 1.0;
        sums[Twitched] += one.twitches > 0;
        sums[Bled] += one.has_bled;
        sums[Bruised] += one.is_bruised;
        sums[Minor] += one.is_minor;
        sums[Major] += one.is_major;
        sums[TwitchedAndSore] += one.twitches > 0 && one.is_sore;
        sums[PleuraEntered] += one.has_entered_pleura;
        sums[Fainted] += one.has_fainted;
        sums[NerveFelt] += one.has_felt_nerve;
    }
    return {sums.begin(), sums.end()};
}

Summary share_of_column(std::size_t of) {
    return [of](const Sample& sample, std::size_t column) {
        double met = 0.0;
        double all = 0.0;
        for (const Findings& one : sample.findings) {
            met += one[column].value_or(0.0);
            all += one[of].value_or(0.0);
        }
        return share(met, all);
    };
}

}  // namespace dryrun::validation
