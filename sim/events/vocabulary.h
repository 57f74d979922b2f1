// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The words that input samples and events use for what is asked, done, said and planned. Session,
// scoring, patient, trainees and the window agree on these lists; `check` refuses other words.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace dryrun::events {

/// Topics of AskPatient. Those of now come first.
inline constexpr std::array<std::string_view, 26> kTopics = {
    "how_are_you",       ///< well-being and pain now; each pass of the needle
    "pain_now",          ///< NRS at this moment
    "painful_movement",  ///< the comparable sign with its NRS, before and after
    "is_it_your_pain",   ///< does this press bring on the pain you came with
    "may_i_go_on",       ///< consent asked again
    "worst_pain",        ///< the complaint: where, when, how bad
    "blood_thinner",     ///< antithrombotics, bleeding easily
    "pregnancy",
    "fear_of_needles",
    "fainting",          ///< fainted before, with needles or blood
    "allergy",           ///< metals, latex, disinfectant
    "lung_disease",      ///< lung disease, smoking, an earlier pneumothorax, thoracic surgery
    "infection",         ///< fever, infection, open skin at the site
    "implants",          ///< pacemaker, implants, surgery near the site
    "immune_or_cancer",  ///< immune suppression, diabetes, cancer
    "heart",             ///< chest pain on effort, breathlessness, valve, rhythm
    "eaten_today",
    "night_pain_weight_loss",
    "weakness_or_numbness",  ///< gait, hands, bladder, bowel
    "travel_today",          ///< flying, diving, driving
    "needled_before",        ///< and how that went
    "epilepsy",
    "lymph_nodes",  ///< a swollen limb, lymph nodes taken out
    "mood",         ///< low mood and loss of interest in the last two weeks (PHQ-2)
    "self_harm",    ///< asked straight out where mood is low
    "worries",      ///< what they think it is, work, fear of moving
};

/// The first so many topics are about now: they may be asked at any time and repeatedly.
inline constexpr std::size_t kTopicsOfNow = 5;

/// Steps of DoStep, in the usual order. Order counts only where harm does.
inline constexpr std::array<std::string_view, 48> kSteps = {
    "read_case",
    "explain_and_consent",  ///< what, why, alternatives, right to stop, stop word, pain limit
    "teach_back",           ///< the patient says what would make them call
    "position_patient", "bolster_shoulder", "hand_hygiene", "gloves", "skin_preparation",
    "unpack_needle",  ///< opens one sterile needle
    "control_spot",   ///< the press that follows measures this patient's healthy threshold
    "confirm_plan",
    "stop_and_explain",  ///< needling ended: the reason told to the patient
    "count_needles",
    "dispose_needle",  ///< one needle into the sharps bin
    "retest",          ///< the comparable sign again
    "sit_up_in_steps",
    "give_advice",  ///< soreness, bruise, and for the thorax the signs of pneumothorax
    "record_note",
    // The plan of care that needling, or not needling, is a part of.
    "plan_education", "plan_exercise", "plan_stretching", "plan_mobilisation", "plan_yoga",
    "plan_referral",
    // When something goes wrong, right or wrong (assets/physiology/emergencies.json).
    "lie_flat_legs_up",  ///< on the back
    "keep_flat", "sit_up_comfortable", "check_pulse",
    "check_breathing",  ///< oxygen, and both sides by ear
    "give_water", "give_oxygen", "call_emergency",
    "relax_and_wait",  ///< a needle held fast: the muscle is to relax first
    "change_position_back", "tap_nearby", "keep_still", "mark_and_press_around",
    "lift_with_tweezers", "search_blindly", "wash_wound", "suck_wound", "scrub_wound",
    "cover_wound", "report_exposure", "say_it_is_normal", "cool_pack", "chaperone",
    "measure_threshold",  ///< the press that follows is an algometer's: the patient says when
};

/// The steps of hygiene: hands, gloves, skin.
inline constexpr std::array<std::string_view, 3> kHygieneSteps = {"hand_hygiene", "gloves",
                                                                  "skin_preparation"};

/// Structures at risk that a plan may name.
inline constexpr std::array<std::string_view, 6> kRisks = {"pleura", "canal",  "kidney",
                                                           "nerve",  "vessel", "none"};

/// Ending rules that a plan may state.
inline constexpr std::array<std::string_view, 4> kStopRules = {
    "twitch_or_15_strokes",  ///< planned twitches, pain over the limit, the patient's word, or 15
                             ///< strokes without a twitch
    "dwell",                 ///< needle left still for a time
    "rotation",
    "until_it_twitches",  ///< no limit: a fault
};

/// Answers of ReportResponse.
inline constexpr std::array<std::string_view, 3> kResponses = {"twitch_seen", "no_twitch",
                                                               "referred_pain"};

/// Reasons of Finish. All but "done" mean that needling was not begun or not finished on purpose.
inline constexpr std::array<std::string_view, 6> kFinishReasons = {
    "done",          "patient_declined", "contraindicated",
    "nothing_found", "no_safe_path",     "patient_stopped"};

template <std::size_t Size>
constexpr bool is_word_of(const std::array<std::string_view, Size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr bool is_topic_of_now(std::string_view topic) {
    return std::find(kTopics.begin(), kTopics.begin() + kTopicsOfNow, topic) !=
           kTopics.begin() + kTopicsOfNow;
}

}  // namespace dryrun::events
