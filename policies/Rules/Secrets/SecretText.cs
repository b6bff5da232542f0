using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>Recognizes probable secrets by their names and contents.</summary>
internal static class SecretText
{
    private static readonly string[] Words =
    [
        "password",
        "passwd",
        "secret",
        "token",
        "apikey",
        "privatekey",
        "accesskey",
        "accountkey",
        "encryptionkey",
        "signingkey",
        "sharedkey",
        "credential",
        "passphrase",
    ];

    // These name the place of a secret or how it is used.
    private static readonly string[] Pointers =
    [
        "file",
        "path",
        "dir",
        "name",
        "url",
        "uri",
        "ttl",
        "expiry",
        "lifetime",
        "timeout",
        "length",
        "type",
        "enabled",
        "issuer",
        "endpoint",
    ];

    private static readonly string[] Prefixes = ["AKIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "glpat-"];

    /// <summary>Whether a value is probably a secret, by its name or its content.</summary>
    public static bool IsSensitive(string name, string text) =>
        (IsSensitiveName(name) && !IsCredentialsFile(name, text)) || IsSensitiveContent(text);

    private static bool IsSensitiveName(string name)
    {
        var parts = name.ToLowerInvariant().Split('_', '-', '.');
        var joined = string.Concat(parts);
        return IsCloudKey(parts, joined)
            || (Array.Exists(Words, word => joined.Contains(word, StringComparison.Ordinal)) && !Pointers.Contains(parts[^1]));
    }

    // The names that the command lines of Azure and Oracle use; "key" alone is too common.
    private static bool IsCloudKey(string[] parts, string joined) =>
        (parts is ["azure", _, ..] && parts[^1] == "key") || joined is "ociclikeycontent";

    // In spite of its name this is the path of a file.
    private static bool IsCredentialsFile(string name, string text) => name == "GOOGLE_APPLICATION_CREDENTIALS" && text.StartsWith('/');

    private static bool IsSensitiveContent(string text) =>
        IsPrivateKey(text) || (text.Length >= 20 && Array.Exists(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool IsPrivateKey(string text) =>
        text.IndexOf("-BEGIN ", StringComparison.Ordinal) is >= 0 and var begin
        && text.IndexOf("PRIVATE KEY-", begin, StringComparison.Ordinal) > begin;
}
