using Infra.Engine.Resources;
using Infra.Engine.Secrets;

namespace Infra.Engine.Operations;

/// <summary>Masks the secrets of the stacks that this process has read.</summary>
public static class SecretRedaction
{
    private const int MinimumLength = 4;

    /// <summary>Replaces every secret in a text, whatever form it is quoted in.</summary>
    public static string Redact(string text) => new SecretMask(RevealedSecrets.All, MinimumLength).Apply(text);
}
