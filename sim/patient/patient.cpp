// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What is felt becomes words here. Who hurts speaks sooner and is not asked twice; who is asked
// answers after a moment. Times and thresholds of speech are assumed.
#include "patient/patient.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "core/random.h"
#include "events/vocabulary.h"

namespace dryrun::patient {
namespace {

using physiology::Pain;
using physiology::PainCause;

// Seconds from a question, a pain or a wish to stop to the words.
struct Latency {
    double least;
    double most;
};
constexpr Latency kAnswers{0.5, 1.0};
constexpr Latency kExclaims{0.25, 0.5};
constexpr Latency kStops{0.3, 0.5};
constexpr double kTicksPerSecond = 1000.0;
// Two exclamations are at least this far apart; a wish to stop is never held back.
constexpr std::int64_t kQuietTicks = 800;
// The same referred pain is not told again within this.
constexpr std::int64_t kReferralQuietTicks = 20000;
// How often a vague patient's first answer to a question about their history says nothing.
constexpr double kVagueShare = 0.5;
constexpr std::string_view kVague = "answer.vague";
constexpr std::string_view kToldAlready = "told_already";

// NRS from which a pain is spoken of, by temperament.
double speaks_from(const Person& person) {
    if (person.temperament == "stoic") return 4.5;
    if (person.temperament == "vague") return 3.0;
    if (person.temperament == "anxious") return 1.5;
    return 2.5;
}

std::string exclamation(const Pain& pain) {
    switch (pain.cause) {
        case PainCause::Skin:
            return pain.nrs >= 4.0 ? "that_pricked" : "felt_the_tap";
        case PainCause::Twitch:
            return pain.nrs >= 6.0 ? "twitch_strong" : "twitch_felt";
        case PainCause::Bone:
            return "dull_on_bone";
        case PainCause::Nerve:
            return "electric";
        case PainCause::Pleura:
            return "sharp_in_chest";
        case PainCause::Needle:
            return pain.nrs >= 5.0 ? "that_hurts" : "dull_ache";
        case PainCause::Palpation:
            break;
    }
    return "that_hurts";
}

// The answers of a patient of whom the case says nothing else: nothing to report.
std::string usual_answer(const Person& person, const PatientState& state, const PatientInput& input,
                         const std::string& topic) {
    const double now = input.pain_now_nrs;
    if (topic == "how_are_you") {
        if (state.is_consent_withdrawn || state.is_stop_coming) return "please_stop";
        if (now >= 5.0) return "bearing_it";
        return now >= 1.5 ? "fine_with_number" : "fine";
    }
    if (topic == "pain_now") return "number";
    if (topic == "painful_movement") return "movement_number";
    if (topic == "is_it_your_pain") {
        if (state.presses_felt == 0) return "nothing_pressed_yet";
        return state.is_last_press_mine ? "yes_that_pain" : "another_pain";
    }
    if (topic == "may_i_go_on") {
        const bool refuses =
            state.is_consent_withdrawn || now > person.pain_limit_nrs || !state.is_consent_given;
        return refuses ? "no_stop" : "go_on";
    }
    return "answer." + topic + ".no";
}

class Speaker {
  public:
    Speaker(const Person& person, const PatientInput& input, std::uint64_t seed,
            PatientState& state)
        : person_(person), input_(input), seed_(seed), state_(state) {}

    PatientFacts run() {
        for (const std::string& step : input_.steps) answer_step(step);
        for (const std::string& topic : input_.topics) answer_topic(topic);
        feel();
        speak();
        return std::move(facts_);
    }

  private:
    void say(std::string phrase, const Latency& latency, double nrs = -1.0, bool is_stop = false) {
        const RandomStream stream(seed_, "speech");
        const double drawn = stream.uniform(static_cast<std::uint64_t>(state_.said++));
        const double seconds = latency.least + (latency.most - latency.least) * drawn;
        const std::int64_t due = input_.tick + static_cast<std::int64_t>(seconds * kTicksPerSecond);
        PatientState::Coming coming{due, std::move(phrase), nrs, is_stop};
        const auto after = std::find_if(state_.coming.begin(), state_.coming.end(),
                                        [&](const auto& other) { return other.tick > due; });
        state_.coming.insert(after, std::move(coming));
    }

    void answer_step(const std::string& step) {
        if (step == "explain_and_consent") {
            state_.is_consent_given = true;
            state_.is_consent_withdrawn = false;
            say("consent_given", kAnswers);
        }
        if (step == "teach_back") say("teach_back", kAnswers);
        if (step == "give_advice") say("understood", kAnswers);
        if (step == "retest") say("movement_number", kAnswers, movement_nrs());
        if (step == "stop_and_explain") say("understood", kAnswers);
    }

    void answer_topic(const std::string& topic) {
        const auto told = std::find_if(person_.answers.begin(), person_.answers.end(),
                                       [&](const auto& answer) { return answer.first == topic; });
        std::string phrase = told != person_.answers.end()
                                 ? told->second
                                 : usual_answer(person_, state_, input_, topic);
        if (!events::is_topic_of_now(topic)) {
            const int times = times_asked(topic);
            if (times == 0 && is_vague_about(topic)) phrase = kVague;
            // Who has told it already says so, and tells it again.
            if (times > (is_vague_about(topic) ? 1 : 0)) say(std::string(kToldAlready), kAnswers);
        }
        double nrs = -1.0;
        if (topic == "pain_now" || topic == "how_are_you") nrs = whole(input_.pain_now_nrs);
        if (topic == "painful_movement") nrs = movement_nrs();
        if (topic == "fear_of_needles") nrs = whole(person_.fear_nrs);
        count(topic);
        facts_.answers.push_back({topic, phrase});
        say(std::move(phrase), kAnswers, nrs);
    }

    // The comparable sign may be eased by treatment, for now: the number is the patient's, not a
    // measure of the trainee.
    double movement_nrs() const {
        const double eased = state_.has_been_needled ? input_.eased_nrs : 0.0;
        return whole(person_.movement_pain_nrs - eased);
    }

    static double whole(double nrs) { return std::floor(det::clamp(nrs, 0.0, 10.0) + 0.5); }

    int times_asked(const std::string& topic) const {
        for (const auto& [name, times] : state_.asked)
            if (name == topic) return times;
        return 0;
    }

    bool is_vague_about(const std::string& topic) const {
        if (person_.temperament != "vague") return false;
        const auto begin = events::kTopics.begin();
        const auto at = std::find(begin, events::kTopics.end(), topic);
        const RandomStream stream(seed_, "vague answer");
        return stream.uniform(static_cast<std::uint64_t>(at - begin)) < kVagueShare;
    }

    void count(const std::string& topic) {
        for (auto& [name, times] : state_.asked) {
            if (name != topic) continue;
            ++times;
            return;
        }
        state_.asked.emplace_back(topic, 1);
    }

    void feel() {
        if (input_.is_needle_in) state_.has_been_needled = true;
        if (input_.tenderness) answer_press(*input_.tenderness);
        const Pain* worst = nullptr;
        for (const Pain& pain : input_.pains) {
            state_.worst_nrs = std::max(state_.worst_nrs, pain.nrs);
            if (pain.cause == PainCause::Palpation) continue;
            if (!worst || pain.nrs > worst->nrs) worst = &pain;
        }
        if (worst && worst->nrs >= speaks_from(person_) &&
            input_.tick - state_.last_exclaimed >= kQuietTicks) {
            state_.last_exclaimed = input_.tick;
            say(exclamation(*worst), kExclaims, whole(worst->nrs));
        } else if (input_.has_twitched) {
            say("twitch_felt", kExclaims);
        }
        for (const std::string& complaint : input_.complaints) say(complaint, kExclaims);
        tell_referral();
        wish_to_stop(worst);
    }

    // The answer has had its latency already.
    void answer_press(const physiology::TendernessAnswer& answer) {
        if (answer.is_measured) {
            speak_now("now", -1.0);
            return;
        }
        ++state_.presses_felt;
        state_.is_last_press_mine = answer.is_recognised;
        speak_now(answer.is_recognised ? "that_is_my_pain" : "tender_there", answer.nrs);
    }

    void tell_referral() {
        if (input_.referral.empty()) return;
        const bool is_told = input_.referral == state_.told_referral &&
                             input_.tick - state_.last_referral < kReferralQuietTicks;
        if (is_told) return;
        state_.told_referral = input_.referral;
        state_.last_referral = input_.tick;
        say(input_.referral, kAnswers);
    }

    void wish_to_stop(const Pain* worst) {
        if (state_.is_stop_coming || state_.is_consent_withdrawn) return;
        const bool hurts_too_much = worst && worst->nrs > person_.pain_limit_nrs;
        if (!hurts_too_much) return;
        state_.is_stop_coming = true;
        say("please_stop", kStops, -1.0, true);
    }

    void speak_now(std::string phrase, double nrs) {
        facts_.said.push_back({std::move(phrase), nrs});
    }

    void speak() {
        std::size_t due = 0;
        for (; due < state_.coming.size() && state_.coming[due].tick <= input_.tick; ++due) {
            const PatientState::Coming& words = state_.coming[due];
            if (words.is_stop) {
                state_.is_stop_coming = false;
                state_.is_consent_withdrawn = true;
                facts_.has_withdrawn_consent = true;
            }
            facts_.said.push_back({words.phrase, words.nrs});
        }
        const auto first = state_.coming.begin();
        state_.coming.erase(first, first + static_cast<std::ptrdiff_t>(due));
    }

    const Person& person_;
    const PatientInput& input_;
    std::uint64_t seed_;
    PatientState& state_;
    PatientFacts facts_;
};

}  // namespace

PatientFacts step_patient(const Person& person, const PatientInput& input, std::uint64_t seed,
                          PatientState& state) {
    return Speaker(person, input, seed, state).run();
}

void PatientState::hash(StateHasher& hasher) const {
    for (const Coming& words : coming) {
        hasher.add(words.tick);
        hasher.add(std::string_view(words.phrase));
        hasher.add(words.nrs);
        hasher.add(words.is_stop);
    }
    hasher.add(said);
    hasher.add(last_exclaimed);
    hasher.add(is_consent_given);
    hasher.add(is_consent_withdrawn);
    hasher.add(is_stop_coming);
    hasher.add(has_been_needled);
    hasher.add(presses_felt);
    hasher.add(is_last_press_mine);
    hasher.add(worst_nrs);
    hasher.add(last_referral);
    hasher.add(std::string_view(told_referral));
    for (const auto& [topic, times] : asked) {
        hasher.add(std::string_view(topic));
        hasher.add(static_cast<std::int64_t>(times));
    }
}

}  // namespace dryrun::patient
