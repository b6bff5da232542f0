using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks credentials that are written into the settings.</summary>
internal static class WrittenCredentials
{
    /// <summary>Rejects a username without a password, and a password without a username.</summary>
    public static void RequirePair(SettingsReview review, SettingsPath at, string? username, Text? password, string cure)
    {
        if (username is null != password is null)
        {
            review.Reject(
                at,
                username is null ? "a password without a username is not used" : "a username without a password is not used",
                cure
            );
        }
    }

    /// <summary>Warns of a secret that is not encrypted.</summary>
    public static void WarnOfPlainText(SettingsReview review, SettingsPath at, Text? secret)
    {
        if (secret is { IsSecret: false })
        {
            review.Warn(at, "this is a secret in plain text", $"encrypt it: infra config set --secret --path 'infra:{at}'");
        }
    }
}
