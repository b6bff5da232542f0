using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Secrets;

/// <summary>Tells by names and contents what ought to be secret.</summary>
internal static class SecretText
{
    private static readonly string[] Words = ["password", "passwd", "secret", "token", "apikey", "privatekey", "accesskey", "accountkey", "encryptionkey", "signingkey", "sharedkey", "credential", "passphrase"];

    // Such names say where the secret is to be found, or how it is treated.
    private static readonly string[] Pointers = ["file", "path", "dir", "name", "url", "uri", "ttl", "expiry", "lifetime", "timeout", "length", "type", "enabled", "issuer", "endpoint"];

    private static readonly string[] Prefixes = ["AKIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "glpat-"];

    /// <summary>Whether a value ought to be secret, by the name it stands under or by itself.</summary>
    public static bool IsSensitive(string name, string text) => (IsSensitiveName(name) && !IsCredentialsFile(name, text)) || IsSensitiveContent(text);

    private static bool IsSensitiveName(string name)
    {
        var parts = name.ToLowerInvariant().Split('_', '-', '.');
        var joined = string.Concat(parts);
        return IsCloudKey(parts, joined) || (Array.Exists(Words, word => joined.Contains(word, StringComparison.Ordinal)) && !Pointers.Contains(parts[^1]));
    }

    // As the command lines of Azure and Oracle call them; "key" alone says too little.
    private static bool IsCloudKey(string[] parts, string joined) =>
        (parts is ["azure", _, ..] && parts[^1] == "key") || joined is "ociclikeycontent";

    // Google's libraries take the path of a file by a name that sounds like the credentials themselves.
    private static bool IsCredentialsFile(string name, string text) => name == "GOOGLE_APPLICATION_CREDENTIALS" && text.StartsWith('/');

    private static bool IsSensitiveContent(string text) =>
        IsPrivateKey(text) || (text.Length >= 20 && Array.Exists(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool IsPrivateKey(string text) =>
        text.IndexOf("-BEGIN ", StringComparison.Ordinal) is >= 0 and var begin && text.IndexOf("PRIVATE KEY-", begin, StringComparison.Ordinal) > begin;
}
