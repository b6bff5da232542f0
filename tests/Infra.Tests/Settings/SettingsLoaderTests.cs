using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Tests.Settings;

public class SettingsLoaderTests
{
    private const string Catalogue = """
        name: shop
        sizes:
          small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
        services:
          catalog:
            image: shop/catalog:1.4
            port: 8080
            env: {LOG_LEVEL: info, PAGE_SIZE: 50}
          orders:
            image: shop/orders:2.0
            port: 8080
            calls: [catalog]
        """;

    [Fact]
    public void Load_StackOverCatalogue_MergesSettingBySetting()
    {
        var settings = Load(
            """
            config:
              infra:faultTolerance: critical
              infra:services:
                catalog:
                  image: {tag: "1.10"}
                  env: {LOG_LEVEL: debug}
                  replicas: 4
            """
        );

        var catalog = settings.Services["catalog"];
        Assert.Equal(FaultTolerance.Critical, settings.FaultTolerance);
        Assert.Equal(("shop/catalog:1.4", "1.10"), (catalog.Image.Reference?.ToString(), catalog.Image.Tag));
        Assert.Equal(("debug", "50"), (catalog.Env["LOG_LEVEL"].Value?.Value, catalog.Env["PAGE_SIZE"].Value?.Value));
        Assert.Equal((4, 8080), (catalog.Replicas, catalog.Port?.Container));
        Assert.Equal(["catalog", "orders"], settings.Services.Keys);
    }

    [Fact]
    public void Load_ServiceSetToNull_IsLeftOutOfTheStack()
    {
        var settings = Load(
            """
            config:
              infra:services: {orders: null}
            """
        );

        Assert.Equal(["catalog"], settings.Services.Keys);
    }

    [Fact]
    public void Load_SettingSetToNull_FallsBackToItsDefault()
    {
        var settings = Load(
            """
            config:
              infra:services:
                catalog: {env: {PAGE_SIZE: null}}
            """
        );

        Assert.Equal(["LOG_LEVEL"], settings.Services["catalog"].Env.Keys);
    }

    [Fact]
    public void Load_SecureValue_IsDecryptedAndStaysSecret()
    {
        var settings = Load(
            """
            config:
              infra:services:
                catalog:
                  env: {PLAIN: open, API_KEY: {secure: "v1:hunter2"}}
            """
        );

        var env = settings.Services["catalog"].Env;
        Assert.Equal(new Text("hunter2", IsSecret: true), env["API_KEY"].Value);
        Assert.Equal("[secret]", env["API_KEY"].Value.ToString());
        Assert.Equal(new Text("open"), env["PLAIN"].Value);
    }

    [Fact]
    public void Load_SecretNotInTheFile_IsSecret()
    {
        var sources = StackSources.Simulated(Catalogue, "config: {}") with
        {
            Config = key =>
                key switch
                {
                    "services" => """{"catalog":{"env":{"API_KEY":"hunter2"}}}""",
                    "cluster" => """{"kind":"simulated"}""",
                    _ => null,
                },
            IsSecret = key => key == "services",
        };

        Assert.True(SettingsLoader.Load(sources).Settings.Services["catalog"].Env["API_KEY"].Value?.IsSecret);
    }

    [Fact]
    public void Load_ValueFromTheCommandLine_WinsOverTheFile()
    {
        var sources = StackSources.Simulated(Catalogue, "config:\n  infra:faultTolerance: critical");

        var settings = SettingsLoader
            .Load(sources with { Config = key => key == "faultTolerance" ? "development" : sources.Config(key) })
            .Settings;

        Assert.Equal(FaultTolerance.Development, settings.FaultTolerance);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void Load_StacksOfTheRepository_HaveNoErrorsAndWarnings(string stack)
    {
        var loaded = SettingsLoader.Load(StackSources.ForStack(stack));

        Assert.Empty(loaded.Warnings);
        Assert.Equal(["gateway", "catalog", "orders", "payments", "notifications", "reports"], loaded.Settings.Services.Keys);
    }

    [Fact]
    public void ProductionStack_IsShort() =>
        Assert.InRange(File.ReadAllLines(StackSources.PathOf("stacks", "Pulumi.prod.yaml")).Length, 1, 60);

    private static StackSettings Load(string stackFile) => SettingsLoader.Load(StackSources.Simulated(Catalogue, stackFile)).Settings;
}
