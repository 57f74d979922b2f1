// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A hand and the session's needle in the session's tissue: where its work goes, that it is passive
// and the same on any thread, and what people have measured of pull-out, turning, speed, diameter,
// stroke and holes cut before. Model and materials as they are shipped.
#include <algorithm>
#include <cmath>
#include <thread>

#include "core/deterministic_math.h"
#include "core/hash.h"
#include "core/random.h"
#include "lab/lab.h"
#include "validation/bench.h"
#include "validation/needle_trial.h"

namespace dryrun::validation {
namespace {

using anatomy::Tissue;

constexpr double kDiameter = 0.25;

// A row whose tolerance is told in so many words.
Case between(const std::string& number, const std::string& quantity, const std::string& unit,
             const std::string& expected, Range tolerance, const std::string& source,
             const std::string& remark = "") {
    Case what = bench_case(number, quantity, unit, 0.0, 0.0, source);
    what.expected = expected;
    what.tolerance = tolerance;
    what.remark = remark;
    return what;
}

// In tissue that does not relax: what of the hand's work into 25 mm and out again is not found in
// the tissue's bending, in friction and at the tip, in percent.
Result<double> work_unaccounted(bool along_undeformed) {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    NeedleTrial trial(*ground, kDiameter, {}, true);
    trial.move_to(25.0, 5.0);
    trial.wait(500);
    trial.move_to(5.0, 5.0);
    const double at_tip = along_undeformed ? trial.cut_mJ() : trial.tip_mJ();
    const double found = trial.bent_mJ() + trial.friction_mJ() + at_tip;
    return 100.0 * std::fabs(trial.work_mJ() - found) / trial.work_mJ();
}

// The most that is given back of what had been lost, over all that is lost, in percent: what the
// hand has put in, less what tissue, faces and friction's give still hold.
Result<double> loss_given_back() {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    NeedleTrial trial(*ground, kDiameter, {}, true);
    double most_lost = 0.0, given_back = 0.0;
    const auto go = [&](double target) {
        while (std::fabs(target - trial.hand()) > 1e-9) {
            trial.tick(std::clamp(target - trial.hand(), -0.005, 0.005));
            const double lost = trial.work_mJ() - trial.bent_mJ() - trial.presliding_mJ();
            given_back = std::max(given_back, most_lost - lost);
            most_lost = std::max(most_lost, lost);
        }
    };
    for (const double target : {20.0, 12.0, 25.0, 3.0}) go(target);
    return 100.0 * given_back / most_lost;
}

// Smooth and random, from before the skin to 40 mm, at most 200 mm/s: sines of seven rates.
class Wander {
  public:
    explicit Wander(std::uint64_t seed) : random_(seed, "wander") {}
    double at(double time_s) const {
        double sum = 0.0;
        for (std::uint64_t i = 0; i < 7; ++i) {
            const double rate = 0.05 + 2.0 * random_.uniform(i, 0);  // turns a second
            const double reach = std::min(10.0, 4.0 / rate);
            sum += reach * det::sin(2.0 * det::kPi * (rate * time_s + random_.uniform(i, 1)));
        }
        return 14.0 + sum;
    }

  private:
    RandomStream random_;
};

// The most that the needle ever gives back to the hand beyond what it took, over a minute.
Result<double> given_to_hand(std::optional<double> bone_at) {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    double most = 0.0;
    for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}}) {
        NeedleTrial trial(*ground, kDiameter, bone_at);
        const Wander wander(seed);
        for (int i = 1; i <= 20000; ++i) {
            trial.tick(std::clamp(wander.at(1e-3 * i) - trial.hand(), -0.2, 0.2));
            most = std::max(most, -trial.device_work_mJ());
        }
    }
    return most;
}

// Needle and tissue through a script of everything, every tenth tick's state hashed.
Result<std::uint64_t> hash_of_script() {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    NeedleTrial trial(*ground, kDiameter, 33.0);
    const Wander wander(7);
    StateHasher hasher;
    for (int i = 1; i <= 2000; ++i) {
        const double turn = i % 1000 < 300 ? 0.72 : i % 1000 < 500 ? -0.72 : 0.0;
        trial.tick(std::clamp(wander.at(1e-3 * i) - trial.hand(), -0.2, 0.2), turn);
        if (i % 10 == 0) hasher.add(trial.hash());
    }
    return hasher.value();
}

// The same alone, by two and by eight at once: how many come to another hash than the first.
Result<double> hashes_that_differ() {
    const auto first = hash_of_script();
    if (!first) return first.error();
    int differ = 0;
    for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{8}}) {
        std::vector<std::uint64_t> hashes(threads, 0);
        std::vector<std::thread> running;
        for (std::uint64_t& hash : hashes)
            running.emplace_back([&hash] {
                const auto found = hash_of_script();
                hash = found ? *found : 0;
            });
        for (std::thread& one : running) one.join();
        for (const std::uint64_t hash : hashes) differ += hash == *first ? 0 : 1;
    }
    return differ;
}

void add_laws(std::vector<BenchCase>& cases) {
    cases.push_back({between("V19", "work into 25 mm and out that is not accounted for", "%", "0",
                             {0.0, 0.5}, "conservation of energy",
                             "tissue that does not relax; it has no inertia (docs/lab.md)"),
                     "", "", [] { return work_unaccounted(false); }});
    Case along = between("V19", "the same with cuts counted along the undeformed tissue", "%", "0",
                         {0.0, 0.5}, "conservation of energy",
                         "what is over is the strain of the tissue that bears the tip");
    along.is_gate = false;
    cases.push_back({along, "", "", [] { return work_unaccounted(true); }});
    cases.push_back({between("V19", "the most of what is lost that comes back", "%", "0",
                             {0.0, 0.5}, "friction, cuts and punctures only take"),
                     "", "", loss_given_back});
    cases.push_back({between("V27", "runs of 11, on 1, 2 and 8 threads, that come to other bits",
                             "", "0", {0.0, 0.0}, "determinism"),
                     "", "", hashes_that_differ});
    cases.push_back({between("V30", "energy that tissue gives a hand that wanders for 60 s", "mJ",
                             "at most 1", {0.0, 1.0}, "passivity"),
                     "", "", [] { return given_to_hand({}); }});
    cases.push_back(
        {between("V30", "the same over bone", "mJ", "at most 1", {0.0, 1.0}, "passivity"), "", "",
         [] { return given_to_hand(25.0); }});
}

// Pull-out force from `depth` after turning.
double pull_out(const Ground& ground, double depth, const std::vector<double>& turns_deg) {
    NeedleTrial trial(ground, kDiameter);
    trial.move_to(depth, 5.0);
    for (const double turn : turns_deg) trial.turn(turn);
    trial.forget_forces();
    trial.move_to(0.5 * depth, 5.0);
    return trial.most_pull_N();
}

std::vector<double> to_and_fro(int times) {
    std::vector<double> turns;
    for (int i = 0; i < times; ++i) {
        turns.push_back(180.0);
        turns.push_back(-180.0);
    }
    return turns;
}

// In skin and fat, over a needle that was not turned.
Result<double> wound(const std::vector<double>& turns_deg) {
    const auto ground = make_ground({{"skin", Tissue::Skin, 2.5, {1.0, 0.0, 0.0}},
                                     {"fat", Tissue::Fat, 30.0, {1.0, 0.0, 0.0}}});
    if (!ground) return ground.error();
    return pull_out(*ground, 15.0, turns_deg) / pull_out(*ground, 15.0, {});
}

// By how much more two turns add to the pull where 20 mm of the shaft lie in muscle, than where it
// ends just below the muscle's face, in percent.
Result<double> more_by_muscle() {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    const auto added = [&](double depth) {
        return pull_out(*ground, depth, {720.0}) - pull_out(*ground, depth, {});
    };
    // A hand's millimetre is less than one of depth: the tissue comes along.
    return 100.0 * (added(33.0) / added(14.0) - 1.0);
}

void add_winding(std::vector<BenchCase>& cases) {
    constexpr const char* kLangevin = "Langevin 2001, J Appl Physiol 91:2471; 60 people";
    constexpr const char* kFitted = "the law's constants are fitted to these two figures";
    cases.push_back({between("P1", "pull-out force after two turns one way, over none", "", "2.67",
                             {2.27, 3.07}, kLangevin, kFitted),
                     "", "", [] { return wound({720.0}); }});
    cases.push_back({between("P1", "the same to and fro eight times", "", "1.52", {1.27, 1.77},
                             kLangevin, kFitted),
                     "", "", [] { return wound(to_and_fro(8)); }});
    cases.push_back({between("P2", "what two turns add with 20 mm in muscle, beyond without", "%",
                             "no more", {-10.0, 10.0}, "Langevin 2002"),
                     "", "", more_by_muscle});
}

// Friction per length in a gel at 1.8 mm/s, from that measured for 0.23 mm and the law's growth
// with diameter; or static over kinetic as it breaks loose.
Result<double> friction_in_gel(double diameter, bool breaks_loose) {
    const auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    tissue::Material gel;
    gel.friction_N_per_mm = 0.255 * 248e-6 * det::kPi * 0.25;  // μ p π d at the table's diameter
    const double friction = materials->for_diameter(gel, diameter).friction_N_per_mm;
    const auto told =
        lab::run(R"({"experiment":"insert","layers":[{"thickness_mm":40,
        "youngs_kPa":20,"poisson":0.45,"static_ratio":1.157,"friction_N_per_mm":)" +
                     number_text(friction) +
                     R"(}],"needle":{"length_mm":50,"youngs_GPa":193,"diameter_mm":)" +
                     number_text(diameter) + R"(},"depth_mm":20,"speed_mm_s":1.8,"retract":true})",
                 "P4");
    if (!told) return told.error();
    const double length = 20.0;
    // Out again: loose at first, then sliding with what is left in.
    if (!breaks_loose) {
        for (const Json& row : (*told)["curve"])
            if (row[0].get<double>() > 0.999 * length)
                return row[1].get<double>() / row[2].get<double>();
    }
    double sliding = 0.0;
    for (const Json& row : (*told)["curve"])
        if (row[1].get<double>() < 0.0 && std::fabs(row[2].get<double>() - 10.0) < 0.1)
            sliding = -row[1].get<double>() / 10.0;
    return -(*told)["retract_force_N"].get<double>() / length / sliding;
}

// Change of the hand's peak at the skin from 1 to 10 mm/s, in percent.
Result<double> peak_by_speed() {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    const auto peak = [&](double speed_mm_s) {
        NeedleTrial trial(*ground, kDiameter);
        while (trial.first_puncture_N() == 0.0 && trial.hand() < 20.0) {
            trial.tick(1e-3 * speed_mm_s);
        }
        return trial.most_push_N();
    };
    return 100.0 * (peak(10.0) / peak(1.0) - 1.0);
}

// Mean size of the force over a cycle of lifting and thrusting around 22 mm. Its peak stands where
// the hand turns and friction is at rest for a moment, which tells little of rate and stroke.
double lifting_force(const Ground& ground, double diameter, double stroke, double per_second) {
    NeedleTrial trial(ground, diameter);
    const double top = 22.0 - 0.5 * stroke;
    trial.move_to(top, 5.0);
    const auto cycle = static_cast<int>(1000.0 / per_second);
    double sum = 0.0;
    for (int pass = 0; pass < 3; ++pass) {
        sum = 0.0;
        for (int i = 1; i <= cycle; ++i) {
            const double phase = 2.0 * det::kPi * i / cycle;
            trial.tick(top + 0.5 * stroke * (1.0 - det::cos(phase)) - trial.hand());
            sum += std::fabs(trial.force_N());
        }
    }
    return sum / cycle;
}

// The least step of a force along a row of trials: its growth from one to the next.
Result<double> least_growth(const std::function<double(const Ground&, double)>& force,
                            const std::vector<double>& over) {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    double least = 1e300, before = 0.0;
    for (const double value : over) {
        const double now = force(*ground, value);
        if (before > 0.0) least = std::min(least, now / before);
        before = now;
    }
    return least;
}

// Torque at a depth of 20 mm after a turn of the handle, N mm.
Result<double> torque_after(double diameter, double degrees) {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    NeedleTrial trial(*ground, diameter);
    trial.move_to(20.0, 5.0);
    trial.turn(degrees);
    return trial.torque_Nmm();
}

Result<double> ratio(const Result<double>& torque, const Result<double>& over) {
    if (!torque) return torque.error();
    if (!over) return over.error();
    return *torque / *over;
}

void add_turning(std::vector<BenchCase>& cases) {
    constexpr const char* kHan = "Han 2015, a model of tissue";
    for (const auto& [number, tolerance] :
         {std::pair{"P3", Range{2.5, 5.0}}, std::pair{"V46", Range{3.0, 4.5}}}) {
        Case turned = between(number, "torque of a session's needle at 180° over that at 60°", "",
                              "3.6", tolerance, kHan);
        turned.remark = "the growth of 0.9 a turn was taken over from a reading of the same source";
        cases.push_back(
            {turned, "", "",
             [] { return ratio(torque_after(kDiameter, 180.0), torque_after(kDiameter, 60.0)); }});
    }
    Case thick = between("P6", "twisting, torque of 0.35 mm over that of 0.20 mm", "", "1",
                         {0.9, 1.1}, "five diameters in pig, 2020");
    thick.remark = "that what winds on does not know the shaft was assumed with this in view";
    cases.push_back({thick, "", "",
                     [] { return ratio(torque_after(0.35, 180.0), torque_after(0.20, 180.0)); }});
}

// Work of going in again by the same hole: what the first way in took beyond that, as a share of
// it. The needle is drawn to just under the skin; out of it, a session forgets the hole.
Result<double> tearing_share(double depth) {
    const auto ground = back_ground();
    if (!ground) return ground.error();
    NeedleTrial trial(*ground, kDiameter);
    trial.move_to(depth, 5.0);
    const double first = trial.work_mJ();
    trial.move_to(0.5, 5.0);
    trial.wait(200);
    const double before = trial.work_mJ();
    trial.move_to(depth, 5.0);
    return (first - (trial.work_mJ() - before)) / first;
}

void add_trends(std::vector<BenchCase>& cases) {
    add_turning(cases);
    constexpr const char* kCasanova = "Casanova 2014; agarose";
    constexpr const char* kTold = "pressure and friction are theirs; the growth with diameter ours";
    const std::pair<double, double> gels[] = {{0.23, 4.6e-5}, {0.31, 6.2e-5}, {0.36, 7.2e-5}};
    for (const auto& [diameter, friction] : gels) {
        Case what = bench_case("P4", "friction of " + number_text(diameter) + " mm in gel", "N/mm",
                               friction, 0.25, kCasanova);
        what.remark = kTold;
        const double thick = diameter;
        cases.push_back({what, "", "", [thick] { return friction_in_gel(thick, false); }});
    }
    Case loose =
        bench_case("P4", "force that breaks it loose, over sliding", "", 1.157, 0.25, kCasanova);
    loose.remark = "the ratio is told to the bench";
    cases.push_back({loose, "", "", [] { return friction_in_gel(0.31, true); }});
    cases.push_back(
        {between("P5", "change of the peak at the skin from 1 to 10 mm/s", "%", "at most 10",
                 {-10.0, 10.0}, "Frick 2001; Schneider 1978, 883 trials on skin"),
         "", "", peak_by_speed});
    cases.push_back({between("P6", "lifting and thrusting, 0.20 to 0.35 mm: least growth", "",
                             "above 1", {1.000001, 3.0}, "five diameters in pig, 2020"),
                     "", "", [] {
                         return least_growth(
                             [](const Ground& ground, double diameter) {
                                 return lifting_force(ground, diameter, 5.0, 0.5);
                             },
                             {0.20, 0.22, 0.25, 0.30, 0.35});
                     }});
    constexpr const char* kLee = "Lee 2014";
    cases.push_back({between("P7", "strokes of 2 to 10 mm: least growth of force", "", "above 1",
                             {1.000001, 10.0}, kLee),
                     "", "", [] {
                         return least_growth(
                             [](const Ground& ground, double stroke) {
                                 return lifting_force(ground, kDiameter, stroke, 0.5);
                             },
                             {2.0, 5.0, 10.0});
                     }});
    cases.push_back({between("P7", "0.25 to 1 strokes a second: least growth of force", "",
                             "above 1", {1.000001, 10.0}, kLee),
                     "", "", [] {
                         return least_growth(
                             [](const Ground& ground, double rate) {
                                 return lifting_force(ground, kDiameter, 6.0, rate);
                             },
                             {0.25, 0.5, 1.0});
                     }});
    Case tears =
        between("P8", "share of the first way in, through skin to 8 mm, that tears tissue", "",
                "0.6", {0.4, 0.8}, "Azar & Hayward 2008; Barnett 2015, larger needles");
    cases.push_back({tears, "", "", [] { return tearing_share(8.0); }});
    tears.quantity = "the same to 25 mm, where most of the work is friction";
    tears.is_gate = false;
    cases.push_back({tears, "", "", [] { return tearing_share(25.0); }});
}

}  // namespace

std::vector<BenchCase> needle_trial_cases() {
    std::vector<BenchCase> cases;
    add_laws(cases);
    add_winding(cases);
    add_trends(cases);
    return cases;
}

}  // namespace dryrun::validation
