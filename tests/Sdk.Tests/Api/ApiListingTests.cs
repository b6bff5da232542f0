using System.IO.Compression;
using System.Reflection;
using Infra.Generator.ApiListing;

namespace Sdk.Tests.Api;

/// <summary>The public API equals its listing, and has nothing that the published packages do not have.</summary>
public class ApiListingTests
{
    /// <summary>Members missing from types of the listing: hooks, parameterized packages, Call; and compiler-generated ones.</summary>
    private static readonly string[] LeftOut =
    [
        "ResourceHook",
        "RegisterPackageRequest",
        "CallArgs",
        "ProviderTerraformConfigResult",
        "AsyncIteratorStateMachineAttribute",
    ];

    public static TheoryData<string> Packages => ["Pulumi", "Pulumi.Kubernetes", "Pulumi.Docker"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Listing_OfThePackage_EqualsTheCommittedOne(string package)
    {
        var listing = Path.Combine(Repository.Root, "sdk", "api", $"{package}.txt");
        var now = ApiText.Write(Assembly.Load(package));

        Assert.True(
            File.ReadAllText(listing) == now,
            $"""
            The public API of {package} has changed. If this is intended, generate its listing:
              dotnet run --project sdk/Generator -- list-api --assembly {Path.GetRelativePath(
                Repository.Root,
                Assembly.Load(package).Location
            )} --output sdk/api/{package}.txt
            """
        );
    }

    [SharedTheory]
    [MemberData(nameof(Packages))]
    public void EveryLine_IsInThePublishedListingOfTheSameType(string package)
    {
        var published = ListedTypes.Read(PublishedListing(package));
        var own = ListedTypes.Read(new StringReader(ApiText.Write(Assembly.Load(package))));

        var deviations = own.SelectMany(type =>
            type.Value.Where(line => !published.TryGetValue(type.Key, out var lines) || !lines.Contains(line))
                .Select(line => $"{type.Key}: {line}")
        );

        Assert.Empty(deviations);
    }

    [SharedTheory]
    [MemberData(nameof(Packages))]
    public void EveryPublishedType_InTheListing_IsComplete(string package)
    {
        var published = ListedTypes.Read(PublishedListing(package));
        var own = ListedTypes.Read(new StringReader(ApiText.Write(Assembly.Load(package))));

        var absent = own.SelectMany(type => published[type.Key].Except(type.Value).Select(line => $"{type.Key}: {line}"))
            .Where(line => !LeftOut.Any(part => line.Contains(part, StringComparison.Ordinal)));

        Assert.Empty(absent);
    }

    private static StreamReader PublishedListing(string package)
    {
        var path = Path.Combine(Repository.Shared, "pulumi-api", $"{package}.api.txt");
        return File.Exists(path)
            ? new StreamReader(path)
            : new StreamReader(new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress));
    }
}
