// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Tissue against closed forms: bars, fibres, layers, indenters, point forces, relaxation.
#include <algorithm>
#include <cmath>

#include "lab/lab.h"
#include "lab/session_block.h"
#include "validation/bench.h"

namespace dryrun::validation {
namespace {

constexpr const char* kHooke = "Hooke's law";
constexpr const char* kHayes = "Hayes 1972, J Biomech 5:541; solved again by Fredholm's equation";
constexpr const char* kRubber = "closed form of the law";

std::string bar(const std::string& material, const std::string& more) {
    return R"({"experiment":"bar","length_mm":50,"side_mm":10,"material":{)" + material + "}" +
           more + "}";
}

void add_bars(std::vector<BenchCase>& cases) {
    const std::string pulled = bar(R"("youngs_kPa":15,"poisson":0.45)",
                                   R"(,"geometry":"small","stretch":[1.0333333333333333])");
    cases.push_back({bench_case("V2", "stress of a bar of 15 kPa pulled by 1.66667 of 50 mm", "kPa",
                                0.5, 1e-6, kHooke),
                     pulled, "/stress_kPa/0"});
    cases.push_back(
        {bench_case("V2", "strain across it", "", -0.015, 1e-6, kHooke), pulled, "/strain/0/1"});
    const std::pair<int, double> fibres[] = {
        {0, 40.0}, {30, 21.818}, {45, 16.0}, {60, 13.333}, {90, 12.0}};
    for (const auto& [angle, modulus] : fibres)
        cases.push_back(
            {bench_case("V22",
                        "stress by 0.1 % of a bar with fibres at " + std::to_string(angle) + "°",
                        "kPa", 0.001 * modulus, 0.005, "transversely isotropic compliance turned"),
             bar(R"("youngs_kPa":12,"poisson":0.45,"fibre_youngs_kPa":40,"fibre_shear_kPa":6,)"
                 R"("fibre_poisson":0.5,"fibre_angle_deg":)" +
                     std::to_string(angle),
                 R"(,"geometry":"small","stretch":[1.001])"),
             "/stress_kPa/0"});
    const std::pair<const char*, double> rubber[] = {
        {"0.8", -3.62398}, {"1.2", 2.46847}, {"1.4", 4.37292}};
    for (const auto& [stretch, stress] : rubber)
        cases.push_back({bench_case("V23", std::string("stress of rubber stretched to ") + stretch,
                                    "kPa", stress, 1e-5, kRubber),
                         bar(R"("youngs_kPa":14.5,"poisson":0.45)",
                             std::string(R"(,"stretch":[)") + stretch + "]"),
                         "/stress_kPa/0"});
    const std::string shear = R"({"experiment":"shear","material":{"youngs_kPa":14.5,)"
                              R"("poisson":0.45},"side_mm":10,"shear":[0.4]})";
    cases.push_back(
        {bench_case("V23", "shear stress of rubber sheared by 0.4", "kPa", 2.0, 1e-6, kRubber),
         shear, "/stress_kPa/0"});
    cases.push_back(
        {bench_case("V23", "its difference of normal stresses", "kPa", 0.8, 1e-6, kRubber), shear,
         "/normal_difference_kPa/0"});
}

// Neo-Hookean, nearly incompressible: μ (λ² − 1/λ) + T = 0.
void add_contraction(std::vector<BenchCase>& cases) {
    const std::pair<const char*, double> rows[] = {
        {"0.12", 0.99000}, {"1.2", 0.90037}, {"4", 0.68233}};
    const std::string material = R"("youngs_kPa":11.976,"poisson":0.497)";
    for (const auto& [pull, stretch] : rows) {
        Case what =
            bench_case("V20", std::string("strain of a free bar that pulls with ") + pull + " kPa",
                       "", stretch - 1.0, 0.02, kRubber);
        cases.push_back(
            {what, bar(material, std::string(R"(,"active_kPa":)") + pull), "/strain/0/0"});
    }
    cases.push_back({bench_case("V20", "stress of one that is held and pulls with 1.2 kPa", "kPa",
                                1.2, 0.005, kRubber),
                     bar(material, R"(,"active_kPa":1.2,"stretch":[1.0])"), "/stress_kPa/0"});
}

void add_relaxation(std::vector<BenchCase>& cases) {
    const auto relax = [](const char* history, const char* times) {
        return std::string(R"({"experiment":"relax","mode":"shear","material":{"youngs_kPa":3,)"
                           R"("poisson":0.5e-9,"prony":[{"g":0.3,"tau_s":0.1},)"
                           R"({"g":0.25,"tau_s":2}]},"strain_history":)") +
               history + R"(,"times_s":)" + times + "}";
    };
    constexpr const char* kProny = "the series in closed form";
    const std::pair<const char*, double> step[] = {
        {"0.1", 0.79817}, {"1", 0.60165}, {"10", 0.45168}};
    for (std::size_t i = 0; i < 3; ++i)
        cases.push_back(
            {bench_case("V17", std::string("stress ") + step[i].first + " s after a step", "kPa",
                        0.015 * step[i].second, 1e-4, kProny),
             relax("[[0,0.01]]", "[0.1,1,10]"), "/stress_kPa/" + std::to_string(i)});
    const std::pair<const char*, double> ramp[] = {
        {"0.5", 0.73079}, {"1", 0.62267}, {"5", 0.47331}};
    for (std::size_t i = 0; i < 3; ++i)
        cases.push_back(
            {bench_case("V17",
                        std::string("stress at ") + ramp[i].first + " s, after a ramp of 0.5 s",
                        "kPa", 0.015 * ramp[i].second, 1e-4, kProny),
             relax("[[0,0],[0.5,0.01]]", "[0.5,1,5]"), "/stress_kPa/" + std::to_string(i)});
}

// The same asked of a session's own mesh, told beside.
BenchCase on_session_mesh(BenchCase one) {
    one.what.quantity += ", on a session's mesh";
    one.what.is_gate = false;
    one.what.remark = "bricks of 5 mm, held 42 mm below the skin";
    one.request.insert(1, R"("mesh":"session",)");
    return one;
}
void add_with_session_mesh(const BenchCase& one, std::vector<BenchCase>& cases) {
    cases.push_back(one);
    cases.push_back(on_session_mesh(one));
}

std::string layer(double poisson, const std::string& more) {
    return R"({"experiment":"indent","geometry":"small","layers":[{"thickness_mm":20,)"
           R"("youngs_kPa":12,"poisson":)" +
           number_text(poisson) + "}]," + more + "}";
}

std::string flat(double radius) {
    return R"("indenter":{"shape":"flat","radius_mm":)" + number_text(radius) +
           R"(},"depth_mm":[1])";
}

// F = 2 a E κ δ / (1 − ν²), κ by a/h and ν.
void add_indenters(std::vector<BenchCase>& cases) {
    const struct {
        double poisson, share, kappa;
    } rows[] = {{0.30, 0.1, 1.095},  {0.30, 0.5, 1.624}, {0.30, 1.0, 2.484},
                {0.40, 0.1, 1.106},  {0.40, 0.5, 1.723}, {0.40, 1.0, 2.794},
                {0.45, 0.3, 1.4141}, {0.45, 0.5, 1.806}, {0.45, 1.0, 3.091}};
    for (const auto& row : rows) {
        const double radius = 20.0 * row.share;
        const double force = 2.0 * radius * 0.012 * row.kappa / (1.0 - row.poisson * row.poisson);
        add_with_session_mesh(
            {bench_case("V11",
                        "punch 1 mm into a bonded layer, a/h " + number_text(row.share) + ", ν " +
                            number_text(row.poisson),
                        "N", force, 0.02, kHayes),
             layer(row.poisson, flat(radius)), "/force_N/0"},
            cases);
    }
    const std::string sphere =
        layer(0.45, R"("indenter":{"shape":"sphere","radius_mm":16},"depth_mm":[3.046])");
    add_with_session_mesh(
        {bench_case("V11", "sphere of 16 mm, 3.046 mm into it", "N", 0.6665, 0.02, kHayes), sphere,
         "/force_N/0"},
        cases);
    add_with_session_mesh({bench_case("V11", "radius it touches", "mm", 8.0, 0.02, kHayes), sphere,
                           "/contact_radius_mm/0"},
                          cases);
    const std::string deep = R"({"experiment":"indent","geometry":"small","base":"deep","layers":[)"
                             R"({"thickness_mm":20,"youngs_kPa":)";
    add_with_session_mesh({bench_case("V8", "punch of 5 mm, 1 mm into a deep body", "N", 0.15047,
                                      0.02, "2 a E δ / (1 − ν²)"),
                           deep + R"(12,"poisson":0.45}],)" + flat(5.0) + "}", "/force_N/0"},
                          cases);
    const std::string hertz = deep + R"(20,"poisson":0.45}],"indenter":{"shape":"sphere",)"
                                     R"("radius_mm":8},"depth_mm":[1]})";
    add_with_session_mesh({bench_case("V9", "sphere of 8 mm, 1 mm into a deep body", "N", 0.094576,
                                      0.02, "Hertz 1881"),
                           hertz, "/force_N/0"},
                          cases);
    add_with_session_mesh({bench_case("V9", "radius it touches", "mm", 2.828, 0.02, "Hertz 1881"),
                           hertz, "/contact_radius_mm/0"},
                          cases);
}

// How far the middle of 20 mm of shaft, 0.25 mm in the middle of a session's block, moves along
// itself under 0.1 N spread over it. With the session's correction for what is thinner than bricks.
Result<double> give_of_shaft() {
    lab::Layers layers;
    layers.is_deep = true;
    layers.layers.push_back({"muscle", 20.0, {{0.0116, 0.45}, {}, {}, 0.0, {}}});
    const auto site = lab::session_site(layers);
    if (!site) return site.error();
    constexpr int kFirst = 11, kPieces = 20;  // of 1 mm
    const auto track = (*site)->make_track({}, {0.0, -1.0, 0.0}, 40.0, 1.0, 0.15);
    const std::size_t width = 3 * track.stations.size();
    double sum = 0.0;
    for (const int middle : {kFirst + kPieces / 2 - 1, kFirst + kPieces / 2})
        for (int j = kFirst; j < kFirst + kPieces; ++j)
            sum += track.compliance[(3 * static_cast<std::size_t>(middle) + 1) * width +
                                    3 * static_cast<std::size_t>(j) + 1];
    return 0.5 * sum * 0.1 / kPieces;
}

void add_point_forces(std::vector<BenchCase>& cases) {
    const auto deep = [](const char* youngs, const char* forces, const char* at) {
        return std::string(R"({"experiment":"point-force","geometry":"small","base":"deep",)"
                           R"("layers":[{"thickness_mm":20,"poisson":0.45,"youngs_kPa":)") +
               youngs + R"(}],"forces":[)" + forces + R"(],"at_mm":[)" + at + "]}";
    };
    add_with_session_mesh(
        {bench_case("V8", "skin 10 mm beside a force of 0.1 N", "mm", -0.21154, 0.06,
                    "Boussinesq 1885"),
         deep("12", R"({"depth_mm":0,"force_N":[0,0,-0.1]})", "[10,0,0]"), "/displacement_mm/0/2"},
        cases);
    // So deep that the skin is as good as infinitely far.
    const std::string kelvin =
        deep("11.6", R"({"depth_mm":400,"force_N":[0,0,0.05]})", "[0,0,-395],[5,0,-400]");
    cases.push_back(
        {bench_case("V10", "5 mm before a force of 0.05 N", "mm", 0.19894, 0.05, "Kelvin 1848"),
         kelvin, "/displacement_mm/0/2"});
    cases.push_back({bench_case("V10", "5 mm beside it", "mm", 0.10851, 0.05, "Kelvin 1848"),
                     kelvin, "/displacement_mm/1/2"});
    // A session's block ends 42 mm below the skin: in its middle, a brick from the force.
    const std::string middle =
        deep("11.6", R"({"depth_mm":21,"force_N":[0,0,0.05]})", "[0,0,-16],[5,0,-21]");
    cases.push_back(on_session_mesh(
        {bench_case("V10", "5 mm before a force of 0.05 N", "mm", 0.19894, 0.05, "Kelvin 1848"),
         middle, "/displacement_mm/0/2"}));
    cases.push_back(
        on_session_mesh({bench_case("V10", "5 mm beside it", "mm", 0.10851, 0.05, "Kelvin 1848"),
                         middle, "/displacement_mm/1/2"}));
    const BenchCase line =
        on_session_mesh({bench_case("V10", "middle of 20 mm of shaft under 0.1 N along it", "mm",
                                    0.88299, 0.05, "Kelvin 1848, integrated along the line"),
                         " ", "", give_of_shaft});
    cases.push_back({line.what, "", "", line.measure});
}

// Pressed far, a layer resists more than by the linear law. With stiffening 1.5 a bar pressed by a
// tenth resists as one whose stress is linear in the logarithm of its stretch, as finite elements
// given a Young's modulus have it: 1.17 times the linear law, where a neo-Hookean one has 1.12.
Result<double> stiffer_at_a_tenth(bool sticks, double stiffening) {
    const auto told =
        lab::run(Json{{"experiment", "indent"},
                      {"layers",
                       {{{"thickness_mm", 20},
                         {"youngs_kPa", 12},
                         {"poisson", 0.49},
                         {"stiffening", stiffening}}}},
                      {"indenter", {{"shape", "flat"}, {"radius_mm", 20}, {"sticks", sticks}}},
                      {"depth_mm", {0.02, 2}}}
                     .dump(),
                 "P11");
    if (!told) return told.error();
    const Json& force = (*told)["force_N"];
    return 100.0 * (force[1].get<double>() / (100.0 * force[0].get<double>()) - 1.0);
}

// By how much the peak of pressure under 10 N is higher over a band, 12 mm deep, than 20 mm beside
// it, in percent; a band of 12 kPa that does not pull is its muscle.
Result<double> contrast_of_band(double youngs_kPa, double active_kPa) {
    const auto layer = [](const char* thickness, const char* youngs, const char* poisson) {
        return std::string(R"({"thickness_mm":)") + thickness + R"(,"youngs_kPa":)" + youngs +
               R"(,"poisson":)" + poisson + R"(,"stiffening":1})";
    };
    const auto told =
        lab::run(R"({"experiment":"palpate","layers":[)" + layer("2.5", "60", "0.48") + "," +
                     layer("3", "3", "0.49") + "," + layer("30", "12", "0.49") +
                     R"(],"inclusion":{"semi_axes_mm":[2.5,20,2.5],"depth_mm":12,"poisson":0.49,
            "fibre_angle_deg":90,"youngs_kPa":)" +
                     number_text(youngs_kPa) + R"(,"active_kPa":)" + number_text(active_kPa) +
                     R"(},"finger":{"radius_mm":8},"force_N":10,"offsets_mm":[0,20]})",
                 "V29");
    if (!told) return told.error();
    const Json& peak = (*told)["peak_pressure_kPa"];
    return 100.0 * (peak[0].get<double>() / peak[1].get<double>() - 1.0);
}

// Force of the punch that slides by `step` over bricks of `cell` mm: the most over the least, less
// one, in percent.
Result<double> ripple_of_punch(double cell, double step, double way) {
    lab::Layers layers;
    layers.layers.push_back({"muscle", 20.0, {{0.012, 0.45}, {}, {}, 0.0, {}}});
    lab::Cuts xs{lab::even(64.0, static_cast<int>(64.0 / cell)), false};
    const lab::Cuts ys{lab::even(30.0, static_cast<int>(30.0 / cell)), true};
    for (double& x : xs.at) x -= 31.0;
    const lab::LayeredMesh mesh = lab::box_mesh(layers, xs, ys, {cell, 0.15}, 1.0);
    lab::Indenter punch;
    punch.shape = lab::Shape::Flat;
    punch.radius = 6.0;
    punch.strain = softbody::Strain::Small;
    punch.bed = 25.0 * 0.012 / cell;  // as under the bench's indenters
    softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, punch.strain};
    problem.others.push_back(lab::contact_energy(mesh, punch));
    double least = 1e300, most = 0.0;
    std::vector<double> displacement;
    for (int i = 0; i * step <= way + 1e-9; ++i) {
        punch.centre.x = i * step;
        auto state = softbody::balance(problem, displacement);
        if (!state) return state.error();
        displacement = std::move(state->displacement);
        const double force = lab::contact_sum(mesh, punch, displacement).force_N;
        least = std::min(least, force);
        most = std::max(most, force);
    }
    return 100.0 * (most / least - 1.0);
}

void add_ripple(std::vector<BenchCase>& cases) {
    Case even = bench_case("V28", "ripple of a punch's force as it slides 3 mm over bricks of 2 mm",
                           "%", 0.0, 0.0, "wanted of contact by area");
    even.expected = "0–3";
    even.tolerance = {0.0, 3.0};
    even.remark = "the punch of V11, 6 mm, in steps of 0.1 mm";
    cases.push_back({even, "", "", [] { return ripple_of_punch(2.0, 0.1, 3.0); }});
}

void add_palpation(std::vector<BenchCase>& cases) {
    Case band = bench_case("V29", "peak pressure over a taut band beyond that beside it, 10 N", "%",
                           21.0, 0.0, "wanted of a tissue model; no measurement is known");
    band.expected = "12–30 (derived)";
    band.tolerance = {12.0, 30.0};
    band.is_gate = false;
    band.remark = "5 mm thick, 12 mm deep, 24 kPa in 12, contracted by 5 kPa";
    cases.push_back({band, "", "", [] { return contrast_of_band(24.0, 5.0); }});
    Case none =
        bench_case("V29", "the same over muscle like its surroundings", "%", 0.0, 0.0, band.source);
    none.tolerance = {-1.0, 1.0};
    cases.push_back({none, "", "", [] { return contrast_of_band(12.0, 0.0); }});
}

}  // namespace

std::vector<BenchCase> tissue_bench_cases() {
    std::vector<BenchCase> cases;
    add_bars(cases);
    add_point_forces(cases);
    add_indenters(cases);
    add_relaxation(cases);
    add_contraction(cases);
    add_palpation(cases);
    add_ripple(cases);
    Case stiffer =
        bench_case("P11", "by how much a layer pressed by a tenth is stiffer than linear", "%",
                   22.0, 0.0, "Choi & Zheng 2005, Med Biol Eng Comput 43:258");
    stiffer.expected = "15–30";
    stiffer.tolerance = {15.0, 30.0};
    stiffer.remark =
        "a punch as wide as the layer is thick, which sticks; stress linear in true strain";
    cases.push_back({stiffer, "", "", [] { return stiffer_at_a_tenth(true, 1.5); }});
    stiffer.remark = "the same of a neo-Hookean layer under a smooth punch";
    stiffer.is_gate = false;
    cases.push_back({stiffer, "", "", [] { return stiffer_at_a_tenth(false, 0.0); }});
    return cases;
}

}  // namespace dryrun::validation
