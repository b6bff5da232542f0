using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Secrets;

/// <summary>Tells by names and contents what ought to be secret.</summary>
internal static class SecretText
{
    private static readonly string[] Words = ["password", "passwd", "secret", "token", "apikey", "privatekey", "accesskey", "credential", "passphrase"];

    // Such names say where the secret is to be found, or how it is treated.
    private static readonly string[] Pointers = ["file", "path", "dir", "name", "url", "uri", "ttl", "expiry", "lifetime", "timeout", "length", "type", "enabled", "issuer", "endpoint"];

    private static readonly string[] Contents = ["-----BEGIN PRIVATE KEY", "-----BEGIN RSA PRIVATE KEY", "-----BEGIN EC PRIVATE KEY", "-----BEGIN OPENSSH PRIVATE KEY", "-----BEGIN ENCRYPTED PRIVATE KEY"];
    private static readonly string[] Prefixes = ["AKIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_", "glpat-"];

    public static bool IsSensitiveName(string name)
    {
        var parts = name.ToLowerInvariant().Split('_', '-', '.');
        var joined = string.Concat(parts);
        return Array.Exists(Words, word => joined.Contains(word, StringComparison.Ordinal)) && !Pointers.Contains(parts[^1]);
    }

    public static bool IsSensitiveContent(string text) =>
        Array.Exists(Contents, mark => text.Contains(mark, StringComparison.Ordinal))
        || (text.Length >= 20 && Array.Exists(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)));
}
