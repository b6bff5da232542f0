namespace Infra.Protocol.Values;

/// <summary>The signatures that identify Pulumi's kinds of values in JSON-like data.</summary>
public static class WellKnownSignatures
{
    /// <summary>The key of the signature in an object.</summary>
    public const string Key = "4dabf18193072939515e22adb298388d";

    /// <summary>A secret: <c>value</c> on the wire, <c>ciphertext</c> or <c>plaintext</c> in the state.</summary>
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";

    /// <summary>An output value: <c>value</c> (absent if unknown), <c>secret</c>, <c>dependencies</c>.</summary>
    public const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>A resource reference: <c>urn</c>, <c>id</c>, <c>packageVersion</c>.</summary>
    public const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

    /// <summary>An asset: <c>hash</c> and one of <c>text</c>, <c>path</c>, <c>uri</c>.</summary>
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";

    /// <summary>An archive: <c>hash</c> and one of <c>assets</c>, <c>path</c>, <c>uri</c>.</summary>
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";

    /// <summary>A string that is not UTF-8: <c>value</c> in base64.</summary>
    public const string ByteString = "803fd3297a5875dc03ca845dda5d2a98";

    /// <summary>A number that JSON cannot represent (state only): <c>value</c>, the 16 hex digits of its IEEE 754 bits.</summary>
    public const string NonFiniteNumber = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
}
