// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A session's finger, whose block is linear, against the full solve at any strain: by how much more
// it presses than on tissue of small strains, both on the same bricks (palpation/squeeze.h). Over
// depth and place on layers between those that the law was made from, and over speed.
#include <cmath>

#include "lab/lab.h"
#include "palpation/squeeze.h"
#include "softbody/prony.h"
#include "tissue/site.h"
#include "validation/bench.h"

namespace dryrun::validation {
namespace {

constexpr double kSphere = 8.0;
constexpr const char* kFullSolve = "the bench's full solve, every layer with b = 1";

struct Stack {
    double fat = 7.0;
    double muscle = 14.0;
};

std::string layer(const std::string& name, double thickness, double youngs_kPa, double poisson,
                  bool stiffens) {
    return R"({"name":")" + name + R"(","thickness_mm":)" + number_text(thickness) +
           R"(,"youngs_kPa":)" + number_text(youngs_kPa) + R"(,"poisson":)" + number_text(poisson) +
           (stiffens ? R"(,"stiffening":1})" : "}");
}

// Force of the sphere at a depth; `more` says on what mesh and at which strains.
Result<double> force(const Stack& stack, double depth, bool stiffens, const std::string& more) {
    const std::string request = R"({"experiment":"indent",)" + more + R"("layers":[)" +
                                layer("skin", 2.5, 60.0, 0.48, stiffens) + "," +
                                layer("fat", stack.fat, 3.0, 0.48, stiffens) + "," +
                                layer("fascia", 1.2, 200.0, 0.45, stiffens) + "," +
                                layer("muscle", stack.muscle, 12.0, 0.48, stiffens) +
                                R"(],"indenter":{"shape":"sphere","radius_mm":)" +
                                number_text(kSphere) + R"(},"depth_mm":[)" + number_text(depth) +
                                "]}";
    const auto told = lab::run(request, "F1");
    if (!told) return told.error();
    return (*told)["force_N"][0].get<double>();
}

constexpr const char* kSmall = R"("geometry":"small",)";
constexpr const char* kSession = R"("mesh":"session",)";
constexpr const char* kSessionSmall = R"("mesh":"session","geometry":"small",)";

Result<double> growth(const Stack& stack, double depth, bool stiffens, const char* large,
                      const char* small) {
    const auto at_any = force(stack, depth, stiffens, large);
    if (!at_any) return at_any.error();
    const auto at_small = force(stack, depth, false, small);
    if (!at_small) return at_small.error();
    return *at_any / *at_small;
}

// The session's growth over the full solve's.
Result<double> session_over_full(const Stack& stack, double depth) {
    const auto session = growth(stack, depth, false, kSession, kSessionSmall);
    if (!session) return session.error();
    const auto full = growth(stack, depth, true, "", kSmall);
    if (!full) return full.error();
    return *session / *full;
}

void add_depths_and_places(std::vector<BenchCase>& cases) {
    const std::pair<Stack, std::vector<double>> presses[] = {
        {{3.0, 8.0}, {2.0, 4.0, 6.0}}, {{7.0, 14.0}, {3.0, 6.0, 9.0}}, {{14.0, 24.0}, {4.0, 8.0}}};
    for (const auto& [stack, depths] : presses) {
        for (const double depth : depths) {
            Case what = bench_case("F1",
                                   "finger " + number_text(depth) + " mm into fat of " +
                                       number_text(stack.fat) + " and muscle of " +
                                       number_text(stack.muscle) +
                                       " mm: stiffening over the full "
                                       "solve's",
                                   "", 1.0, 0.03, kFullSolve);
            const bool is_deep = depth > 0.38 * (3.7 + stack.fat + stack.muscle);
            what.is_gate = !is_deep;
            if (is_deep) what.remark = "two fifths of the way to bone";
            const Stack layers = stack;
            const double by = depth;
            cases.push_back({what, "", "", [layers, by] { return session_over_full(layers, by); }});
        }
    }
}

// A press to 8 mm at an even speed. A session's block relaxes under the load that a linear block
// bears, the tissue's own stress is that of its stiffening law (Fung's quasi-linear law).
Result<double> session_over_quasi_linear(double press_s) {
    const auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    const auto& terms = materials->named("muscle").relaxation;
    softbody::Relaxation block(terms, tissue::kReferenceLoad_s);
    softbody::Relaxation quasi_linear(terms, tissue::kReferenceLoad_s);
    constexpr double kDepth = 8.0;
    constexpr int kSteps = 500;
    const tissue::UnderSkin under{7.0, 14.0, 24.7};
    double of_block = 0.0, of_tissue = 0.0, share = 1.0;
    for (int i = 1; i <= kSteps; ++i) {
        const double depth = kDepth * i / kSteps;
        // Hertz's sphere; only its growth with depth counts.
        const double linear = depth * std::sqrt(depth);
        share = palpation::linear_share(depth, under).value;
        of_block = block.advance(linear, press_s / kSteps);
        of_tissue = quasi_linear.advance(linear / share, press_s / kSteps);
    }
    return of_block / share / of_tissue;
}

void add_speeds(std::vector<BenchCase>& cases) {
    for (const double press_s : {0.05, 0.4, 3.0}) {
        Case what =
            bench_case("F2",
                       "finger 8 mm in within " + number_text(press_s) +
                           " s: force over that of tissue whose own stress relaxes",
                       "", 1.0, 0.03, "quasi-linear viscoelasticity (Fung 1981), integrated");
        what.remark = "fat of 7 and muscle of 14 mm";
        cases.push_back({what, "", "", [press_s] { return session_over_quasi_linear(press_s); }});
    }
}

}  // namespace

std::vector<BenchCase> finger_bench_cases() {
    std::vector<BenchCase> cases;
    add_depths_and_places(cases);
    add_speeds(cases);
    return cases;
}

}  // namespace dryrun::validation
