using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Tests.Golden;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

/// <summary>Each volume with its kind, its claim and what becomes of it, and each mount.</summary>
public class VolumeExplainerTests
{
    [Theory]
    [InlineData("web", "volumes.scratch.access", "readWriteOncePod")]
    [InlineData("web", "volumes.scratch.storageClass", "fast")]
    [InlineData("web", "volumes.cache.kind", "memory")]
    [InlineData("web", "volumes.model.from", "ghcr.io/shop/model:3")]
    [InlineData("web", "volumes.identity.sources", null)]
    [InlineData("web", "volumeMounts: web /uploads", "uploads at web")]
    [InlineData("web", "volumeMounts: web /var/log/web", "logs at $(POD_NAME)")]
    [InlineData("web", "volumeMounts: shipper /all", "uploads, read-only")]
    [InlineData("web", "volumeMounts: shipper /in", "logs, read-only")]
    [InlineData("web", "volumeMounts: prepare /prepared", "cache")]
    [InlineData("jobs", "volumes.state.claim", "jobs-state")]
    [InlineData("jobs", "volumes.state.storageClass", "the cluster's default class")]
    [InlineData("jobs", "volumes.state.onRemoval", "delete")]
    [InlineData("store", "volumes.data.claim", "data-store-<number>")]
    [InlineData("store", "volumes.data.onRemoval", "delete")]
    [InlineData("store", "claimRetention.whenDeleted", "delete")]
    public void AVolume_IsExplained(string service, string setting, string? value)
    {
        var explanation = Assert.Single(Explain(service), explanation => explanation.Setting == setting);

        if (value is not null)
        {
            Assert.Equal(value, explanation.Value);
        }
    }

    [Fact]
    public void AVolumeThatAContainerMountsElsewhere_IsNotMountedAtItsOwnPath() =>
        Assert.DoesNotContain(Explain("web"), explanation =>
            explanation.Setting is "volumeMounts: shipper /uploads" or "volumeMounts: prepare /cache"
        );

    private static IReadOnlyList<Explanation> Explain(string name)
    {
        var services = VolumePlanTests.Catalogue.ReplaceLineEndings("\n  ");
        var loaded = SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\n{VolumePlanTests.Volumes}services:\n  {services}\n",
                ""
            )
        );
        return StackExplainer.Explain(name, loaded);
    }
}
