namespace Pulumi;

/// <summary>A resource of which only the URN is known.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn)
        : base("", "") => Urn = new(new OutputData<string>(urn, true, false, [this]));
}

/// <summary>A provider of which only the URN and the id are known.</summary>
internal sealed class DependencyProvider : ProviderResource
{
    public DependencyProvider(string reference)
        : base(ParsePackage(ParseUrn(reference)))
    {
        var urn = ParseUrn(reference);
        Urn = new(new OutputData<string>(urn, true, false, [this]));
        Id = new(new OutputData<string>(reference[(urn.Length + 2)..], true, false, [this]));
    }

    private static string ParseUrn(string reference)
    {
        var end = reference.LastIndexOf("::", StringComparison.Ordinal);
        return end > 0 ? reference[..end] : throw new ArgumentException($"'{reference}' is not a provider's URN and id, joined by '::'.");
    }

    private static string ParsePackage(string urn) => Pulumi.Urn.ParseType(urn).Split(':') is [_, _, var package, ..] ? package : "";
}
