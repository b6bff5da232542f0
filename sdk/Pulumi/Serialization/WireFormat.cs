namespace Pulumi;

/// <summary>How values that JSON has no form for are written in messages.</summary>
internal static class WireFormat
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string AssetSignature = "c44067f5952c0a294b673a41bacd8c17";
    public const string ArchiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
    public const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";
    public const string ResourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
    public const string OutputValueSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>Stands for a value that is not known before the deployment.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public const string ValueField = "value";
    public const string SecretField = "secret";
    public const string DependenciesField = "dependencies";
    public const string UrnField = "urn";
    public const string IdField = "id";
    public const string PackageVersionField = "packageVersion";
    public const string TextField = "text";
    public const string PathField = "path";
    public const string UriField = "uri";
    public const string AssetsField = "assets";
}
