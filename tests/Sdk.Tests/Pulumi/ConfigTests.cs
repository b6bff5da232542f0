using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class ConfigTests
{
    private const string Values = """
        {"sample:host":"example.org","sample:on":"true","sample:off":"false","sample:many":"12","sample:share":"0.5",
         "sample:rule":"{\"name\":\"web\",\"ports\":[80]}","sample:bad":"{","other:config:key":"old","other:host":"other.org"}
        """;

    [Fact]
    public async Task Getters_ReturnTheirTypes() =>
        await RunAsync(config =>
        {
            Assert.Equal("example.org", config.Get("host"));
            Assert.Equal(true, config.GetBoolean("on"));
            Assert.False(config.RequireBoolean("off"));
            Assert.Equal(12, config.RequireInt32("many"));
            Assert.Equal(0.5, config.GetDouble("share"));
            Assert.Equal("web", config.RequireObject<Rule>("rule", new JsonSerializerOptions(JsonSerializerDefaults.Web)).Name);
            Assert.Null(config.GetObject<Rule>("rule")!.Name);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Getters_OfMissingKeys_ReturnNull() =>
        await RunAsync(config =>
        {
            Assert.Null(config.Get("none"));
            Assert.Null(config.GetSecret("none"));
            Assert.Null(config.GetBoolean("none"));
            Assert.Null(config.GetSecretInt32("none"));
            Assert.Null(config.GetDouble("none"));
            Assert.Null(config.GetObject<Rule>("none"));
            Assert.Null(config.GetSecretObject<Rule>("none"));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task SecretGetters_ReturnSecrets() =>
        await RunAsync(async config =>
        {
            Assert.True(await Output.IsSecretAsync(config.RequireSecret("host")));
            Assert.True(await Output.IsSecretAsync(config.GetSecretBoolean("on")!));
            Assert.True(await Output.IsSecretAsync(config.RequireSecretObject<Rule>("rule")));
            Assert.Equal(12, await OutputUtilities.GetValueAsync(config.RequireSecretInt32("many")));
            Assert.Equal(0.5, await OutputUtilities.GetValueAsync(config.RequireSecretDouble("share")));
        });

    [Fact]
    public async Task Namespaces_AreSeparate() =>
        await RunAsync(_ =>
        {
            Assert.Equal("other.org", new Config("other").Require("host"));
            Assert.Equal("old", new Config("other:config").Require("key"));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Require_MissingKey_ExplainsHowToSetIt() =>
        await RunAsync(config =>
        {
            var exception = Assert.ThrowsAny<RunException>(() => config.Require("none"));

            Assert.Contains("'sample:none'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("pulumi config set sample:none", exception.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<RunException>(() => config.RequireObject<Rule>("none"));
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("Boolean")]
    [InlineData("Int32")]
    [InlineData("Double")]
    [InlineData("Object")]
    public async Task Get_ValueOfAnotherType_Throws(string type) =>
        await RunAsync(config =>
        {
            var exception = Assert.ThrowsAny<RunException>(() =>
                type switch
                {
                    "Boolean" => config.GetBoolean("bad"),
                    "Int32" => config.GetInt32("bad"),
                    "Double" => config.GetDouble("bad"),
                    _ => (object?)config.GetObject<Rule>("bad"),
                }
            );

            Assert.Contains("'sample:bad'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("pulumi config set sample:bad", exception.Message, StringComparison.Ordinal);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Get_SecretOfAnotherType_IsRedacted()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(
            () =>
            {
                new Config().RequireInt32("password");
                return new Dictionary<string, object?>();
            },
            """{"sample:password":"hunter2"}""",
            """["sample:password"]"""
        );

        Assert.Equal(32, exitCode);
        Assert.DoesNotContain("hunter2", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }

    private static async Task RunAsync(Func<Config, Task> check)
    {
        await using var engine = await StandInEngine.StartAsync();
        Exception? failure = null;
        await engine.RunAsync(
            async () =>
            {
                failure = await Record.ExceptionAsync(() => check(new Config()));
                return new Dictionary<string, object?>();
            },
            null,
            Values
        );
        Assert.Null(failure);
    }

    private sealed record Rule(string Name, int[] Ports);
}
