// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The wire, friction and insertion against closed forms.
#include <cmath>

#include "lab/lab.h"
#include "softbody/elastica.h"
#include "softbody/friction.h"
#include "validation/bench.h"

namespace dryrun::validation {
namespace {

constexpr const char* kBisshopp =
    "Bisshopp & Drucker 1945, Quart Appl Math 3:272; integrated again";
constexpr const char* kEuler = "Euler; Timoshenko & Gere, Theory of Elastic Stability";

std::string wire(const std::string& experiment, double length, double diameter,
                 const std::string& more) {
    return R"({"experiment":")" + experiment + R"(","needle":{"length_mm":)" + number_text(length) +
           R"(,"diameter_mm":)" + number_text(diameter) + R"(,"youngs_GPa":193})" + more + "}";
}

// A dead force across the tip: α = F L² / E I.
void add_large_deflections(std::vector<BenchCase>& cases) {
    struct Row {
        double alpha, aside, nearer;
    };
    const Row rows[] = {{0.5, 0.16214, 0.01592},
                        {1.0, 0.30172, 0.05643},
                        {2.0, 0.49346, 0.16064},
                        {5.0, 0.71379, 0.38763},
                        {10.0, 0.81061, 0.55500}};
    const double length = 40.0;
    const double stiffness = softbody::bending_stiffness(193.0, 0.30);
    for (const Row& row : rows) {
        const double force = row.alpha * stiffness / (length * length);
        const std::string request =
            wire("beam", length, 0.30, R"(,"tip_force_N":[)" + number_text(force) + ",0]");
        const std::string of = " of a cantilever, F L²/E I " + number_text(row.alpha);
        cases.push_back(
            {bench_case("V4", "deflection" + of, "mm", row.aside * length, 0.01, kBisshopp),
             request, "/tip_displacement_mm/0"});
        cases.push_back({bench_case("V4", "approach of the tip" + of, "mm", row.nearer * length,
                                    0.01, kBisshopp),
                         request, "/tip_displacement_mm/1"});
    }
}

// Pushed beyond its buckling load: tip angle, P / P_cr, x / L, y / L.
void add_elastica(std::vector<BenchCase>& cases) {
    struct Row {
        int angle_deg;
        double load, along, aside;
    };
    const Row rows[] = {{20, 1.01540, 0.96973, 0.21941},  {40, 1.06366, 0.88120, 0.42224},
                        {60, 1.15172, 0.74102, 0.59321},  {80, 1.29389, 0.55940, 0.71950},
                        {100, 1.51839, 0.34899, 0.79154}, {120, 1.88480, 0.12316, 0.80317}};
    const double length = 30.0;
    const double critical = softbody::euler_load(softbody::bending_stiffness(193.0, 0.25), length,
                                                 softbody::BeamEnds::ClampedFree);
    for (const Row& row : rows) {
        const std::string request = wire(
            "beam", length, 0.25, R"(,"shortening_mm":)" + number_text((1.0 - row.along) * length));
        const std::string at = " where the tip has turned " + std::to_string(row.angle_deg) + "°";
        const char* source = "Timoshenko & Gere, elastica";
        cases.push_back(
            {bench_case("V6", "axial load" + at, "N", row.load * critical, 0.01, source), request,
             "/axial_force_N"});
        Case aside = bench_case("V6", "deflection" + at, "mm", row.aside * length, 0.0, source);
        aside.tolerance = {aside.tolerance.low - 0.01 * length,
                           aside.tolerance.high + 0.01 * length};
        cases.push_back({aside, request, "/tip_displacement_mm/0"});
    }
}

void add_buckling(std::vector<BenchCase>& cases) {
    const std::pair<const char*, double> rows[] = {{"clamped-free", 0.10146},
                                                   {"clamped-pinned", 0.8302},
                                                   {"pinned-pinned", 0.40583},
                                                   {"clamped-clamped", 1.62332}};
    for (const auto& [ends, load] : rows)
        cases.push_back(
            {bench_case("V5", std::string("load at which 0.25 × 30 mm buckles, ") + ends, "N", load,
                        0.003, kEuler),
             wire("buckle", 30.0, 0.25, std::string(R"(,"ends":")") + ends + "\""),
             "/critical_force_N"});
    // Half of a pinned wire of 50 mm under a force across its middle and 0.4 of its buckling load.
    cases.push_back(
        {bench_case("V7", "deflection of a beam-column, 0.4 of its buckling load", "mm", 1.16645,
                    0.01, kEuler),
         wire("beam", 25.0, 0.25, R"(,"geometry":"small","tip_force_N":[0.005,0.05844])"),
         "/tip_displacement_mm/0"});
}

Result<double> load_of_embedded_wire() {
    softbody::Wire wire;
    wire.bending_stiffness = softbody::bending_stiffness(193.0, 0.25);
    wire.length = 78.745;  // four half waves, which is where it is least
    wire.ends = softbody::BeamEnds::PinnedPinned;
    wire.foundation = {{0.0, wire.length, 0.024}};
    return softbody::critical_force(wire);
}

void add_foundation(std::vector<BenchCase>& cases) {
    constexpr const char* kWinkler = "Hetényi 1946, Beams on Elastic Foundation";
    const std::string bed = R"(,"geometry":"small","foundation":[{"from_mm":0,"to_mm":90,)"
                            R"("N_per_mm2":0.024}])";
    cases.push_back({bench_case("V24", "end of a long wire in a bed of 24 kN/m² under 10 mN", "mm",
                                0.094034, 0.01, kWinkler),
                     wire("beam", 90.0, 0.25, bed + R"(,"tip_force_N":[0.01,0])"),
                     "/tip_displacement_mm/0"});
    // An infinite wire under 10 mN is twice the half that its hand moves without turning it.
    cases.push_back({bench_case("V24", "force that moves the middle of one by 0.023508 mm", "N",
                                0.005, 0.01, kWinkler),
                     wire("beam", 90.0, 0.25, bed + R"(,"handle_mm":0.023508)"),
                     "/handle_force_N"});
    cases.push_back(
        {bench_case("V24", "load at which the embedded shaft buckles", "N", 1.885, 0.01, kWinkler),
         "", "", load_of_embedded_wire});
}

std::string rigid_corridor(const std::string& ratio) {
    const std::string end = R"(,"static_ratio":)" + ratio + "}";
    return R"({"experiment":"insert","corridor":"rigid","layers":[
        {"name":"skin","thickness_mm":2,"youngs_kPa":60,"poisson":0.45,"puncture_N":0.25,
         "face_N_per_mm":0.1,"cutting_N":0.04,"friction_N_per_mm":0.015)" +
           end + R"(,
        {"name":"fat","thickness_mm":6,"youngs_kPa":3,"poisson":0.45,"cutting_N":0.003,
         "friction_N_per_mm":0.002)" +
           end + R"(,
        {"name":"muscle","thickness_mm":20,"youngs_kPa":12,"poisson":0.45,"puncture_N":0.15,
         "face_N_per_mm":0.5,"cutting_N":0.02,"friction_N_per_mm":0.005)" +
           end + R"(],"needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},
        "speed_mm_s":5,"depth_mm":20,"retract":true})";
}

void add_corridor(std::vector<BenchCase>& cases) {
    constexpr const char* kReckoned = "by hand from the layers' figures";
    const auto add = [&](const char* quantity, const char* unit, double expected, double off,
                         const char* ratio, const char* pointer) {
        Case what = bench_case("V14", quantity, unit, expected, 0.0, kReckoned);
        what.tolerance = {expected - off, expected + off};
        cases.push_back({what, rigid_corridor(ratio), pointer});
    };
    add("force at the first puncture", "N", 0.25, 0.0005, "1.0", "/punctures/0/force_N");
    add("hand at the first puncture", "mm", 2.5, 0.02, "1.0", "/punctures/0/hand_mm");
    add("force at the second puncture", "N", 0.192, 0.0005, "1.0", "/punctures/1/force_N");
    add("hand at the second puncture", "mm", 8.3, 0.02, "1.0", "/punctures/1/hand_mm");
    add("force at 20 mm", "N", 0.122, 0.0005, "1.0", "/hold_force_N");
    add("force on the way back", "N", -0.102, 0.0005, "1.0", "/retract_force_N");
    add("force that breaks away, static 1.2 of kinetic", "N", -0.1224, 0.0005, "1.2",
        "/retract_force_N");
}

Result<double> rest_after_swinging() {
    softbody::Slider slider({5.0, 0.1, 0.0, {0.02, 0.02}, 0.0}, {0.0, 0.0, 0.0}, 1.9);
    for (int i = 0; i < 600000; ++i) slider.advance(1e-4);
    return std::fabs(slider.at());
}

Result<double> friction_over_length(const char* speed_mm_s) {
    const auto told = lab::run(std::string(R"({"experiment":"insert","layers":[{"thickness_mm":40,
        "youngs_kPa":11.6,"poisson":0.45,"friction_N_per_mm":0.005}],
        "needle":{"length_mm":50,"diameter_mm":0.25,"youngs_GPa":193},"depth_mm":21,
        "speed_mm_s":)") + speed_mm_s +
                                   "}",
                               "V25");
    if (!told) return told.error();
    const Json& last = (*told)["curve"].back();
    return last[1].get<double>() / (0.005 * last[2].get<double>());
}

void add_friction(std::vector<BenchCase>& cases) {
    const std::string slips = R"({"experiment":"stick-slip","mass_g":5,"spring_N_per_mm":0.1,
        "drive_mm_s":5,"static_N":0.12,"kinetic_N":0.08,"time_s":1})";
    cases.push_back({bench_case("V15", "period of stick and slip", "s", 0.183461, 0.003,
                                "piecewise harmonic motion, in closed form"),
                     slips, "/period_s"});
    Case rest = bench_case("V16", "where a swing against friction rests for 60 s", "mm", 0.10, 0.0,
                           "piecewise harmonic motion, in closed form");
    rest.tolerance = {0.099, 0.101};
    cases.push_back({rest, "", "", rest_after_swinging});
    for (const char* speed : {"1", "20"}) {
        cases.push_back({bench_case("V25",
                                    std::string("friction of a shaft in muscle at ") + speed +
                                        " mm/s, over its length times friction",
                                    "", 1.0, 0.01, "friction times length"),
                         "", "", [speed] { return friction_over_length(speed); }});
    }
}

}  // namespace

std::vector<BenchCase> needle_bench_cases() {
    std::vector<BenchCase> cases;
    cases.push_back({bench_case("V4", "deflection of 0.30 × 40 mm by 1 mN", "mm", 0.27800, 0.001,
                                "beam equation"),
                     wire("beam", 40.0, 0.30, R"(,"tip_force_N":[0.001,0])"),
                     "/tip_displacement_mm/0"});
    add_large_deflections(cases);
    add_buckling(cases);
    add_elastica(cases);
    add_foundation(cases);
    add_corridor(cases);
    add_friction(cases);
    return cases;
}

}  // namespace dryrun::validation
