// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/raters.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "physiology/parameter_table.h"
#include "session/session.h"
#include "trainee/belief.h"
#include "trainee/press.h"

namespace dryrun::validation {
namespace {

constexpr const char* kCase = "rhomboid-major-right";
constexpr const char* kMuscle = "muscle.rhomboid_major.right";
constexpr const char* kSite = "TrP1";
constexpr int kProbes = 5;
constexpr double kReach = 12.0;        // around the spot
constexpr double kControlSpot = 55.0;  // cranial of them, off the tender region
constexpr double kMostPress_N = 40.0;
constexpr double kDrawnSpread = 10.0;  // of points, per axis
constexpr std::uint64_t kMostDraws = 16;

std::shared_ptr<const anatomy::Atlas> borrowed(const anatomy::Atlas* atlas) {
    return {std::shared_ptr<const anatomy::Atlas>(), atlas};
}

// The spot of the first usual place in this body: muscle and landmarks are felt, and both raters of
// a pair judge the same spot.
Vec3 spot_of(const anatomy::Atlas& atlas, const Vec3& usual) {
    const auto muscle = atlas.find(kMuscle);
    if (!muscle) return usual;
    for (const auto& site : atlas.trigger_point_sites(*muscle)) {
        const auto skin = atlas.skin_at(site.at);
        if (site.name == kSite && skin) return skin->point;
    }
    return usual;
}

// A hand on a patient who was drawn.
class Palpation {
  public:
    static Result<Palpation> start(const RatedPatient& patient, std::uint64_t seed) {
        auto scenario = scenario::read_scenario(kCase);
        if (!scenario) return scenario.error();
        scenario->body = patient.atlas->body();
        scenario->patient.pressure_pain_threshold_kPa *= patient.threshold_scale;
        scenario->patient.latent_threshold_kPa *= patient.threshold_scale;
        scenario->patient.active_threshold_kPa *= patient.threshold_scale;
        if (!patient.has_point) scenario->trigger_points.clear();
        for (auto& point : scenario->trigger_points) {
            point.kind =
                patient.is_active ? physiology::PointKind::Active : physiology::PointKind::Latent;
            point.spread = point.depth_spread = 0.0;
        }
        session::SessionOptions options;
        options.tissue = session::TissueModel::RigidCorridor;
        options.atlas = borrowed(patient.atlas);
        options.textbook = borrowed(patient.textbook);
        // A point that would come to lie outside its muscle lies nearer to the usual place, or,
        // where that is outside in this body, where it is drawn.
        options.trigger_point_shift = patient.shift;
        auto session = session::Session::start(*scenario, seed, options);
        if (!session) {
            options.trigger_point_shift = patient.shift * 0.4;
            session = session::Session::start(*scenario, seed, options);
        }
        if (!session) {
            options.trigger_point_shift = {};
            for (auto& point : scenario->trigger_points) point.spread = kDrawnSpread;
        }
        for (std::uint64_t again = 0; !session && again < kMostDraws; ++again)
            session = session::Session::start(*scenario, seed + (again << 32U), options);
        if (!session) return session.error();
        return Palpation(*std::move(session), options.trigger_point_shift);
    }

    const session::Briefing& briefing() const { return session_->briefing(); }
    const std::vector<events::Event>& events() const { return session_->events(); }

    /// Of the point from its usual place in this body.
    const Vec3& shift() const { return shift_; }

    void say(events::Action action) { hands_.actions.push_back(std::move(action)); }

    /// One press, the patient's number heard with an error.
    trainee::Felt press(const Vec3& at, const trainee::PressRun::Order& order,
                        double hearing_error_nrs = 0.0) {
        hands_.palpating_hand.is_on_patient = true;
        hands_.palpating_hand.position = at;
        trainee::PressRun run(order);
        std::optional<trainee::TendernessHeard> heard;
        while (!run.step(session_->percepts(), heard, hands_.palpating_hand)) {
            session_->step(hands_);
            hands_.actions.clear();
            for (const session::Utterance& words : session_->percepts().said) {
                const bool is_known = words.phrase == "that_is_my_pain";
                if (is_known || words.phrase == "tender_there")
                    heard = {session_->percepts().tick, words.nrs + hearing_error_nrs, is_known};
            }
        }
        session_->step(hands_);
        return run.felt();
    }

  private:
    Palpation(std::unique_ptr<session::Session> session, const Vec3& shift)
        : session_(std::move(session)), shift_(shift) {}

    std::unique_ptr<session::Session> session_;
    Vec3 shift_;
    events::InputSample hands_;
};

trainee::PressRun::Order provoking(double press_N) {
    return {std::min(8.0, press_N), 0.1, std::min(press_N, kMostPress_N), 16.0};
}

trainee::PressRun::Order searching(double press_N) {
    return {press_N, 0.25, 0.0, 16.0};
}

double habit_N(double usual_N, const RaterParameters& parameters, double normal) {
    return std::min(kMostPress_N, usual_N * det::exp(parameters.press_spread * normal));
}

}  // namespace

Result<RaterParameters> read_rater_parameters() {
    auto table = physiology::ParameterTable::read("raters.json");
    if (!table) return table.error();
    RaterParameters p;
    p.press_N = table->take("press_N");
    p.press_spread = table->take("press_spread");
    p.expert = {table->take("expert_place_mm"), table->take("expert_listening_nrs"),
                table->take("expert_judgement_nrs")};
    p.novice = {table->take("novice_place_mm"), table->take("novice_listening_nrs"),
                table->take("novice_judgement_nrs")};
    p.criterion_nrs = table->take("criterion_nrs");
    p.recognition_nrs = table->take("recognition_nrs");
    p.rib_press_N = table->take("rib_press_N");
    p.rib_mark = table->take("rib_mark_mm");
    p.confidence_spread = table->take("confidence_spread");
    p.algometer_place = table->take("algometer_place_mm");
    p.crest = table->take("crest_mm");
    p.learner_gain = table->take("learner_gain");
    p.learner_trial = table->take("learner_trial_mm");
    p.learner_rate = table->take("learner_rate");
    if (const Status status = table->finish(); !status) return status.error();
    return p;
}

bool names_level_right(const anatomy::Atlas& atlas, const RaterParameters& parameters,
                       std::uint64_t seed) {
    const auto crest = atlas.landmark("iliac_crest.right");
    if (!crest) return false;
    const double felt = crest->z + parameters.crest * RandomStream(seed, "level").normal(0);
    int nearest = 0;
    double least = 1e9;
    for (int level = 1; level <= 5; ++level) {
        const auto spinous = atlas.landmark("spinous.L" + std::to_string(level));
        if (!spinous || std::fabs(spinous->z - felt) >= least) continue;
        least = std::fabs(spinous->z - felt);
        nearest = level;
    }
    return nearest == 4;
}

Result<bool> rate_point(const RatedPatient& patient, const RaterSkill& skill,
                        const RaterParameters& parameters, std::uint64_t seed) {
    auto palpation = Palpation::start(patient, seed);
    if (!palpation) return palpation.error();
    const RandomStream rater(seed, "rater");
    std::uint64_t draws = 0;
    const double press_N = habit_N(parameters.press_N, parameters, rater.normal(draws++));
    const auto near = [&](const Vec3& at) {
        return at +
               Vec3{skill.place * rater.normal(draws++), 0.0, skill.place * rater.normal(draws++)};
    };
    const auto ask = [&](const Vec3& at) {
        const double error = skill.listening_nrs * rater.normal(draws++);
        return palpation->press(near(at), provoking(press_N), error);
    };
    const session::Briefing& briefing = palpation->briefing();
    const Vec3 spot = spot_of(*patient.atlas, briefing.usual_places.front());
    const trainee::Felt first = ask(spot);
    const trainee::Felt control = ask(spot - first.caudal * kControlSpot);
    trainee::Belief belief(first, briefing.fibre, {spot}, kReach);
    belief.learn(first, skill.listening_nrs);
    double most_nrs = first.nrs;
    for (int probe = 0; probe < kProbes; ++probe) {
        const trainee::Felt felt = ask(belief.point_of(belief.most_telling()));
        belief.learn(felt, skill.listening_nrs);
        most_nrs = std::max(most_nrs, felt.nrs);
    }
    const double sign = most_nrs - control.nrs +
                        (belief.has_recognition() ? parameters.recognition_nrs : 0.0) +
                        skill.judgement_nrs * rater.normal(draws++);
    return sign > parameters.criterion_nrs;
}

Result<double> spread_of_pressure(const RatedPatient& patient, const RaterParameters& parameters,
                                  std::uint64_t seed) {
    constexpr int kObservers = 14;  // as in Bendtsen 1994
    auto palpation = Palpation::start(patient, seed);
    if (!palpation) return palpation.error();
    const RandomStream observers(seed, "observers");
    const Vec3 usual = palpation->briefing().usual_places.front();
    // Light enough that none comes to the hand's own ceiling.
    const double usual_N = 0.5 * parameters.press_N;
    for (int i = 0; i < kObservers; ++i)
        palpation->press(usual,
                         searching(habit_N(usual_N, parameters,
                                           observers.normal(static_cast<std::uint64_t>(i)))));
    double least = 1e9;
    double most = 0.0;
    for (const events::Event& event : palpation->events()) {
        const auto* pressed = std::get_if<events::PalpationPressed>(&event.body);
        if (!pressed) continue;
        least = std::min(least, pressed->peak_force_N);
        most = std::max(most, pressed->peak_force_N);
    }
    return most / least;
}

Result<RibFound> find_rib(const RatedPatient& patient, const RaterParameters& parameters,
                          std::uint64_t seed) {
    constexpr int kSpots = 4;  // above and below the first: a rib and a half
    constexpr double kSpacing = 4.5;
    constexpr double kDeepest = 60.0;
    auto palpation = Palpation::start(patient, seed);
    if (!palpation) return palpation.error();
    const RandomStream rater(seed, "rater");
    const double press_N = habit_N(parameters.rib_press_N, parameters, rater.normal(0));
    const Vec3 usual = palpation->briefing().usual_places.front();
    const auto skin = patient.atlas->skin_at(usual);
    if (!skin) return RibFound{};
    // Which rib was asked for: where the column begins.
    const double begin = 13.0 * (rater.uniform(1) - 0.5);
    std::vector<trainee::Felt> felt;
    double mean = 0.0;
    for (int i = -kSpots; i <= kSpots; ++i) {
        felt.push_back(
            palpation->press(usual + skin->caudal * (begin + i * kSpacing), searching(press_N)));
        mean += felt.back().stiffness_N_per_mm / (2 * kSpots + 1);
    }
    const auto hardest = std::max_element(
        felt.begin(), felt.end(),
        [](const auto& a, const auto& b) { return a.stiffness_N_per_mm < b.stiffness_N_per_mm; });
    const Vec3 said = hardest->at + skin->caudal * (parameters.rib_mark * rater.normal(2));
    RibFound found;
    const auto under = patient.atlas->skin_at(said);
    if (!under) return found;
    const auto bone = patient.atlas->first_bone(under->point, -under->normal, kDeepest);
    found.is_right = bone && patient.atlas->structure(bone->structure).name.rfind("rib.", 0) == 0;
    const double contrast = mean > 0.0 ? hardest->stiffness_N_per_mm / mean - 1.0 : 0.0;
    // A rater who is as sure as his habit is, a little more where the rib stood out.
    const double logit = parameters.confidence_spread * rater.normal(3) + contrast;
    found.confidence = 1.0 / (1.0 + det::exp(-logit));
    const auto line = patient.atlas->layers_along(usual + skin->normal * 5.0, -skin->normal, 65.0);
    if (line) {
        for (const auto& span : line->spans) {
            const anatomy::Tissue tissue = patient.atlas->structure(span.structure).tissue;
            if (tissue == anatomy::Tissue::Bone || tissue == anatomy::Tissue::Pleura) break;
            if (tissue == anatomy::Tissue::Muscle) found.muscle += span.exit - span.enter;
        }
    }
    return found;
}

Result<std::optional<double>> threshold_difference(const RatedPatient& patient,
                                                   const RaterParameters& parameters,
                                                   std::uint64_t seed) {
    auto palpation = Palpation::start(patient, seed);
    if (!palpation) return palpation.error();
    const RandomStream rater(seed, "algometer");
    // The point's place was found before.
    const Vec3 spot = spot_of(*patient.atlas, palpation->briefing().usual_places.front());
    const trainee::PressRun::Order ramp{2.0, 0.1, kMostPress_N, 10.0};
    const auto skin = patient.atlas->skin_at(spot + palpation->shift());
    if (!skin) return std::optional<double>();
    const Vec3 at = skin->point + Vec3{parameters.algometer_place * rater.normal(0), 0.0,
                                       parameters.algometer_place * rater.normal(1)};
    palpation->say(events::DoStep{"measure_threshold"});
    palpation->press(at, ramp);
    palpation->say(events::DoStep{"measure_threshold"});
    palpation->press(skin->point - skin->caudal * kControlSpot, ramp);
    std::vector<double> read_kPa;
    for (const events::Event& event : palpation->events())
        if (const auto* measured = std::get_if<events::ThresholdMeasured>(&event.body))
            read_kPa.push_back(measured->pressure_kPa);
    if (read_kPa.size() != 2) return std::optional<double>();
    return std::optional(read_kPa[0] - read_kPa[1]);
}

}  // namespace dryrun::validation
