namespace Pulumi;

/// <summary>The fields of objects that encode values JSON cannot express.</summary>
internal static class WireFormat
{
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
