using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class SettingsWarningTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Theory]
    [InlineData("DB_PASSWORD: hunter2", true)]
    [InlineData("DATABASE_URL: \"postgres://shop:hunter2@db.example.com/shop\"", true)]
    [InlineData("KEY: \"-----BEGIN PRIVATE KEY-----\"", true)]
    [InlineData("DB_PASSWORD_FILE: /run/secrets/db", false)]
    [InlineData("DATABASE_URL: \"postgres://db.example.com/shop\"", false)]
    [InlineData("API_TOKEN: {value: sandbox, secret: true}", false)]
    public void ASecretInPlainText_CausesAWarning(string variable, bool warns)
    {
        var warnings = SettingsLoader
            .Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 8080, env: {{{variable}}}}}}}", ""))
            .Warnings;

        Assert.Equal(warns, warnings.Count == 1);
        Assert.DoesNotContain("hunter2", string.Concat(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: a", "the version of this image is not fixed")]
    [InlineData("image: \"a:latest\"", "the version of this image is not fixed")]
    [InlineData(
        "image: \"a:1\", scaling: {max: 6, schedule: {day: {cron: \"@daily\", min: 2}}}",
        "a single scheduled minimum sets the minimum permanently"
    )]
    [InlineData("image: \"a:1\", traffic: {ejectAfter: 5}", "plain Services forward connections, not requests")]
    [InlineData("image: \"a:1\", traffic: {algorithm: leastRequest}", "plain Services cannot balance by 'leastRequest'")]
    [InlineData(
        "image: \"a:1\", replicas: 3, versions: {canary: {tag: \"2\", weight: 10}}",
        "1 of 4 pods receive about 25 % instead of 10 %"
    )]
    public void DoubtfulSettings_CauseAWarning(string settings, string expected) =>
        Assert.Contains(
            expected,
            Assert
                .Single(
                    SettingsLoader
                        .Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{port: 8080, {settings}}}}}", ""))
                        .Warnings
                )
                .ToString(),
            StringComparison.Ordinal
        );

    private static LoadedSettings Load(string catalogue) => SettingsLoader.Load(StackSources.Simulated(catalogue, ""));
}
