// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A session's finger, whose block is linear, against the full solve at any strain: by how much more
// it presses than on tissue of small strains, both on the same bricks (palpation/squeeze.h). Over
// depth and place on layers between those that the law was made from. And over speed: the same
// finger on a body, as it relaxes.
#include <algorithm>
#include <optional>
#include <vector>

#include "anatomy/atlas.h"
#include "lab/lab.h"
#include "palpation/finger.h"
#include "softbody/prony.h"
#include "tissue/site.h"
#include "validation/bench.h"

namespace dryrun::validation {
namespace {

constexpr double kSphere = 8.0;
constexpr const char* kBeside = "spinous.L3";
constexpr double kAside = 40.0;
constexpr double kHandDamping = 0.05;  // N s/mm, as in palpation/finger.cpp
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

// Under a light touch the force itself, of which bricks of 5 mm would make too much.
Result<double> session_force_over_full(const Stack& stack, double depth) {
    const auto session = force(stack, depth, false, kSession);
    if (!session) return session.error();
    const auto full = force(stack, depth, true, "");
    if (!full) return full.error();
    return *session / *full;
}

void add_light_touches(std::vector<BenchCase>& cases) {
    for (const Stack stack : {Stack{3.0, 8.0}, Stack{7.0, 14.0}, Stack{14.0, 24.0}}) {
        for (const double depth : {2.0, 3.0}) {
            Case what = bench_case("F1",
                                   "light touch " + number_text(depth) + " mm into fat of " +
                                       number_text(stack.fat) + " and muscle of " +
                                       number_text(stack.muscle) +
                                       " mm: force over the full "
                                       "solve's",
                                   "", 1.0, 0.03, kFullSolve);
            what.remark = "which cells of two thirds the size make 0.4 % less";
            cases.push_back(
                {what, "", "", [stack, depth] { return session_force_over_full(stack, depth); }});
        }
    }
}

// A session's finger on the prone reference body, pressed in at an even speed: its force and how
// far the skin under it goes in, tick by tick.
struct Pressed {
    std::vector<double> indentation;
    std::vector<double> force_N;
};
Result<Pressed> press_back(double depth, double press_s, std::vector<softbody::PronyTerm> terms) {
    anatomy::BodyParameters prone;
    prone.posture = anatomy::Posture::Prone;
    const auto atlas = anatomy::Atlas::make(prone);
    if (!atlas) return atlas.error();
    const auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    const auto spinous = (*atlas)->landmark(kBeside);
    const auto skin = spinous ? (*atlas)->skin_at({kAside, spinous->y, spinous->z}) : std::nullopt;
    if (!skin) return bad_input("finger", "the body has no skin where it is pressed");
    const auto site = tissue::Site::make(*atlas, *materials, {},
                                         tissue::place_for(skin->point, nullptr, skin->normal));
    if (!site) return site.error();
    const std::vector<double> nothing_else(static_cast<std::size_t>((*site)->surface_count()), 0.0);
    events::PalpatingHand hand;
    hand.is_on_patient = true;
    hand.position = skin->point;
    palpation::FingerState finger;
    std::vector<double> surface_N;
    Pressed pressed;
    const double speed = depth / press_s;
    for (int tick = 0; pressed.indentation.empty() || pressed.indentation.back() < depth; ++tick) {
        if (tick > 4e3 * press_s + 1e3) return bad_input("finger", "does not get so deep");
        // The hand goes as fast as what it presses with beyond the tissue's answer.
        hand.press_N = kHandDamping * speed;
        if (!pressed.force_N.empty()) hand.press_N += pressed.force_N.back();
        palpation::step_fingers(hand, **atlas, **site, terms, nothing_else, finger, surface_N);
        if (finger.pads.empty()) return bad_input("finger", "is not on the skin");
        pressed.indentation.push_back(finger.pads.front().indentation);
        pressed.force_N.push_back(finger.pads.front().force_N);
    }
    return pressed;
}

// Force at a depth of skin, of a press that only goes in.
double force_at(const Pressed& pressed, double indentation) {
    const auto& depths = pressed.indentation;
    const auto beyond = static_cast<std::size_t>(
        std::lower_bound(depths.begin() + 1, depths.end() - 1, indentation) - depths.begin());
    const double part = (indentation - depths[beyond - 1]) / (depths[beyond] - depths[beyond - 1]);
    return pressed.force_N[beyond - 1] +
           part * (pressed.force_N[beyond] - pressed.force_N[beyond - 1]);
}

// Over the force of a finger that goes in as fast into tissue whose own stress, that of the same
// finger as deep in tissue which does not relax, does so by Fung's quasi-linear law.
Result<double> session_over_quasi_linear(double press_s) {
    constexpr double kDepth = 8.0;
    const auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    const auto& terms = materials->named("muscle").relaxation;
    const auto session = press_back(kDepth, press_s, terms);
    if (!session) return session.error();
    const auto elastic = press_back(kDepth + 0.5, 3.0, {});
    if (!elastic) return elastic.error();
    softbody::Relaxation quasi_linear(terms, tissue::kReferenceLoad_s);
    double wanted = 0.0;
    for (const double indentation : session->indentation)
        wanted = quasi_linear.advance(force_at(*elastic, indentation), 1e-3);
    return session->force_N.back() / wanted;
}

void add_speeds(std::vector<BenchCase>& cases) {
    for (const double press_s : {0.05, 0.4, 3.0}) {
        Case what =
            bench_case("F2",
                       "finger 8 mm in within " + number_text(press_s) +
                           " s: force over that of tissue whose own stress relaxes",
                       "", 1.0, 0.03, "quasi-linear viscoelasticity (Fung 1993), integrated");
        what.remark = "40 mm beside L3 of the prone reference body";
        cases.push_back({what, "", "", [press_s] { return session_over_quasi_linear(press_s); }});
    }
}

}  // namespace

std::vector<BenchCase> finger_bench_cases() {
    std::vector<BenchCase> cases;
    add_depths_and_places(cases);
    add_light_touches(cases);
    add_speeds(cases);
    return cases;
}

}  // namespace dryrun::validation
