package dev.synod.examples.review.risk;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * A secret that gives itself away by its form.
 *
 * @param hint text without which the pattern, which is far slower, is not tried
 * @param pattern its first group is the secret
 */
record SecretRule(String name, String hint, Pattern pattern) {
  /** Forms as their issuers document them. */
  static final List<SecretRule> FORMS =
      List.of(
          rule("aws-access-key", "AKIA", "\\b(AKIA[A-Z2-7]{16})\\b"),
          rule("aws-session-key", "ASIA", "\\b(ASIA[A-Z2-7]{16})\\b"),
          rule("github-token", "gh", "\\b(gh[pousr]_[A-Za-z0-9]{36,255})\\b"),
          rule("github-token", "github_pat_", "\\b(github_pat_[A-Za-z0-9_]{60,255})\\b"),
          rule("gitlab-token", "glpat-", "\\b(glpat-[A-Za-z0-9_-]{20,64})"),
          rule("slack-token", "xox", "\\b(xox[abeoprs]-[A-Za-z0-9-]{10,250})"),
          rule(
              "slack-webhook",
              "hooks.slack.com",
              "(hooks\\.slack\\.com/services/T[A-Z0-9]{5,}/B[A-Z0-9]{5,}/[A-Za-z0-9]{16,})"),
          rule("google-api-key", "AIza", "\\b(AIza[A-Za-z0-9_-]{35})"),
          rule("stripe-key", "k_live_", "\\b([rs]k_live_[A-Za-z0-9]{20,250})\\b"),
          rule("npm-token", "npm_", "\\b(npm_[A-Za-z0-9]{36})\\b"),
          rule("pypi-token", "pypi-AgE", "\\b(pypi-AgE[A-Za-z0-9_-]{50,})"));

  private static SecretRule rule(String name, String hint, String pattern) {
    return new SecretRule(name, hint, Pattern.compile(pattern));
  }
}
