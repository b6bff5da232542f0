using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Services that wait for each other with <c>after</c>.</summary>
public class OrderErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Fact]
    public void After_ServiceThatWaitsThroughACall_IsRefusedWithTheWholeCycle()
    {
        var error = Error(
            """
            web: {image: "a:1", port: 80, after: [migrate]}
            migrate: {kind: job, image: "b:1", calls: [store]}
            store: {image: "c:1", port: 81, calls: [web]}
            """
        );

        Assert.Contains(
            "services.web.after[0]: 'web' and 'migrate' wait for each other: web -> migrate -> store -> web",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void After_CronService_IsRefused()
    {
        var error = Error(
            """
            web: {image: "a:1", port: 80, after: [nightly]}
            nightly: {kind: cron, image: "b:1", schedule: "@daily"}
            """
        );

        Assert.Contains("services.web.after[0]: 'nightly' runs on a schedule", error, StringComparison.Ordinal);
    }

    [Fact]
    public void After_ServicesThatCallEachOther_IsNoCycleOfItsOwn()
    {
        var loaded = Load(
            """
            a: {image: "a:1", port: 80, calls: [b]}
            b: {image: "b:1", port: 81, calls: [a], after: [migrate]}
            migrate: {kind: job, image: "c:1"}
            """
        );

        Assert.Equal("migrate", Assert.Single(loaded.Settings.Services["b"].After));
    }

    private static string Error(string services) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(services)).Errors).ToString();

    private static LoadedSettings Load(string services)
    {
        var indented = services.ReplaceLineEndings("\n  ");
        return SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices:\n  {indented}", ""));
    }
}
