// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "physiology/aftermath.h"

#include "core/random.h"
#include "physiology/odds.h"

namespace dryrun::physiology {
namespace {

constexpr std::int64_t kManyStrokes = 15;

class Call {
  public:
    Call(const Treatment& treatment, const PatientRisk& risk, const MishapParameters& parameters,
         std::uint64_t seed)
        : treatment_(treatment), risk_(risk), parameters_(parameters), stream_(seed, "aftermath") {}

    std::vector<Aftermath> run() {
        const bool has_twitched = treatment_.twitches > 0;
        // Within 2 to 8 hours of a twitch (Hong 1994); the same is assumed without one.
        draw("soreness", has_twitched ? parameters_.soreness_after_twitch : parameters_.soreness,
             2.0, 8.0, "passes");
        double during = 1.0;
        if (has_twitched) during *= parameters_.odds_twitch;
        if (treatment_.strokes > kManyStrokes) during *= parameters_.odds_many_strokes;
        draw("pain_during", with_odds(parameters_.pain_during, during), 0.0, 0.0, "passes");
        double after = risk_.is_female ? parameters_.odds_women : 1.0;
        for (std::int64_t i = 1; i < treatment_.insertions; ++i)
            after *= parameters_.odds_each_insertion;
        draw("pain_after", with_odds(parameters_.pain_after, after), 2.0, 24.0, "passes");
        draw("aggravation", parameters_.aggravation, 2.0, 24.0, "passes");
        draw("drowsiness", parameters_.drowsiness, 0.2, 4.0, "passes");
        draw("headache", parameters_.headache, 0.5, 8.0, "passes");
        draw("nausea", parameters_.nausea, 0.2, 4.0, "passes");
        draw("fatigue", parameters_.fatigue, 0.5, 24.0, "passes");
        double unclean = 1.0;
        for (int i = 0; i < treatment_.unclean; ++i) unclean *= parameters_.odds_unclean;
        draw("infection", with_odds(parameters_.infection, unclean), 24.0, 72.0, "refer");
        if (treatment_.widest_bruise >= parameters_.haematoma_width)
            found_.push_back({"haematoma", 2.0, "passes"});
        if (treatment_.is_needle_left) found_.push_back({"needle_left_in", 1.0, "hospital"});
        late_pneumothorax();
        return std::move(found_);
    }

  private:
    // Each question has its own number, asked or not.
    void draw(const char* what, double chance, double from_h, double to_h, const char* outcome) {
        const std::uint64_t question = asked_++;
        if (stream_.uniform(question, 0) >= chance) return;
        found_.push_back({what, from_h + (to_h - from_h) * stream_.uniform(question, 1), outcome});
    }

    void late_pneumothorax() {
        if (treatment_.late_pneumothorax.empty()) return;
        const double share = stream_.uniform(1000, 0);
        const double after_h = treatment_.late_pneumothorax == "within_24_h" ? 1.0 + 23.0 * share
                                                                             : 24.0 + 24.0 * share;
        found_.push_back(
            {"pneumothorax", after_h, treatment_.has_been_warned ? "hospital" : "hospital_late"});
    }

    const Treatment& treatment_;
    const PatientRisk& risk_;
    const MishapParameters& parameters_;
    RandomStream stream_;
    std::uint64_t asked_ = 0;
    std::vector<Aftermath> found_;
};

}  // namespace

std::vector<Aftermath> draw_aftermath(const Treatment& treatment, const PatientRisk& risk,
                                      const MishapParameters& parameters, std::uint64_t seed) {
    if (treatment.insertions == 0) return {};
    return Call(treatment, risk, parameters, seed).run();
}

}  // namespace dryrun::physiology
