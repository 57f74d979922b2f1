// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "scoring/escape.h"

#include <gtest/gtest.h>

namespace dryrun::scoring {
namespace {

TEST(Escape, KeepsGoodTextAndReplacesWhatIsNone) {
    EXPECT_EQ(clean_text("Größe ÷ 3, 日本 😀\t\n"), "Größe ÷ 3, 日本 😀\t\n");
    EXPECT_EQ(clean_text(std::string_view("a\0b\x1b[2J", 7)), "a�b�[2J");
    EXPECT_EQ(clean_text("\xff\xc3("), "��(");
    EXPECT_EQ(clean_text("\xc0\xaf"), "��") << "an overlong slash";
    EXPECT_EQ(clean_text("\xed\xa0\x80"), "�") << "a surrogate";
    EXPECT_EQ(clean_text("\xef\xbf\xbe"), "�") << "U+FFFE";
    EXPECT_EQ(clean_text("\xf4\x90\x80\x80"), "�") << "beyond the last character";
    EXPECT_EQ(clean_text("end\xe2\x82"), "end�");
    EXPECT_EQ(clean_text("\xc2\x85"), "�") << "a control character of the upper half";
}

TEST(Escape, OfMarkupLeavesNoMarkup) {
    EXPECT_EQ(markup("<a href='x'>\"&\n"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&#10;");
    EXPECT_EQ(markup("]]>"), "]]&gt;");
}

TEST(Escape, OfCsvQuotesAndDisarms) {
    EXPECT_EQ(csv_text("plain"), "plain");
    EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_text("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csv_text("two\r\nlines"), "\"two\r\nlines\"");
    EXPECT_EQ(csv_text("=1+1"), "'=1+1");
    EXPECT_EQ(csv_text("@SUM(A1)"), "'@SUM(A1)");
}

TEST(Escape, PadsByCharactersNotBytes) {
    EXPECT_EQ(padded("÷÷", 4), "÷÷  ");
    EXPECT_EQ(padded_left("÷", 3), "  ÷");
    EXPECT_EQ(padded("abcdef", 4), "abc…");
    EXPECT_EQ(padded("ab÷def", 4), "ab÷…");
    EXPECT_EQ(padded("two\nlines", 9), "two lines");
}

}  // namespace
}  // namespace dryrun::scoring
