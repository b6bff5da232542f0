using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Configuration;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Errors;
using Infra.Engine.Json;
using Infra.Engine.Registries;
using Infra.Protocol.Values;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Docker.Registries;

public sealed class CredentialTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("home-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Find_ByTheProvidersSettings_WinsOverDockersOwn()
    {
        WriteConfig("""{"auths":{"registry.example":{"auth":"b3RoZXI6b3RoZXI="}}}""");
        var store = Store("""[{"address":"https://registry.example/","username":"me","password":"hunter22"}]""");

        var found = await store.FindAsync("registry.example", CancellationToken.None);

        Assert.Equal(("me", "hunter22"), (found.Username, found.Password));
        var header = JsonNode.Parse(Convert.FromBase64String(found.ToHeader().Replace('-', '+').Replace('_', '/')))!.AsObject();
        Assert.Equal("hunter22", header.Text("password"));
        Assert.Contains("hunter22", store.Secrets);
        Assert.DoesNotContain("hunter22", found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example", "registry.example")]
    [InlineData("https://registry.example/v2/", "registry.example")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    public async Task Find_InDockersConfiguration_IgnoresHowTheAddressIsWritten(string key, string host)
    {
        WriteConfig(
            new JsonObject { ["auths"] = new JsonObject { [key] = new JsonObject { ["auth"] = Encode("me:a:b") } } }.ToJsonString()
        );

        var found = await Store("").FindAsync(host, CancellationToken.None);

        Assert.Equal(("me", "a:b"), (found.Username, found.Password));
    }

    [Fact]
    public async Task Find_WithoutAny_IsAnonymous()
    {
        var found = await Store("").FindAsync("registry.example", CancellationToken.None);

        Assert.True(found.IsAnonymous);
        Assert.Equal("e30=", found.ToHeader());
    }

    [Fact]
    public async Task Find_Disabled_IsAnonymous()
    {
        WriteConfig("""{"auths":{"registry.example":{"auth":"b3RoZXI6b3RoZXI="}}}""");

        var store = Store("""[{"address":"registry.example","authDisabled":true}]""");

        Assert.True((await store.FindAsync("registry.example", CancellationToken.None)).IsAnonymous);
    }

    [Fact]
    public async Task Find_AHelperThatIsMissing_NamesIt()
    {
        WriteConfig("""{"credHelpers":{"registry.example":"does-not-exist"}}""");

        var error = await Assert.ThrowsAsync<ImageException>(() => Store("").FindAsync("registry.example", CancellationToken.None));

        Assert.Contains("docker-credential-does-not-exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("Install it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo broken >&2; exit 1", "docker-credential-x gives no credentials: broken. Run `docker login registry.example`")]
    [InlineData("echo hunter22", "the answer of docker-credential-x has no credentials")]
    [InlineData("exit 0", "the answer of docker-credential-x has no credentials")]
    public async Task Get_AHelperThatFails_NamesItAndTheCureWithoutItsOutput(string script, string problem)
    {
        var error = await Assert.ThrowsAsync<ImageException>(() => RunHelperAsync(script, TimeProvider.System));

        Assert.StartsWith("registry.example: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Authentication, error.ExitCode);
    }

    [Fact]
    public async Task Get_AHelperThatHangs_EndsAfterItsTime()
    {
        var time = new FakeTimeProvider();
        var running = RunHelperAsync("sleep 600", time);
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<ImageException>(() => running);

        Assert.Contains("docker-credential-x has not answered within 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AHelperWithAnIdentityToken_ReadsTheRegistryFromItsInput()
    {
        var found = await RunHelperAsync(
            """read host; test "$host" = registry.example && echo '{"Username":"<token>","Secret":"identity"}'""",
            TimeProvider.System
        );

        Assert.Equal(("identity", null), (found!.IdentityToken, found.Username));
    }

    [Fact]
    public void FindHelper_OnlyInFoldersOfThePath_NeverInTheWorkingFolder()
    {
        var folder = Directory.CreateTempSubdirectory("helpers-").FullName;
        var program = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(folder, "docker-credential-x"));
        File.WriteAllText(Path.Combine(folder, "docker-credential-x"), "");

        Assert.Null(CredentialHelper.Find("docker-credential-x", $":.:{Path.GetDirectoryName(program)}"));
        Assert.Equal(Path.Combine(folder, "docker-credential-x"), CredentialHelper.Find("docker-credential-x", $"/nowhere:{folder}"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Find_ABrokenConfiguration_IsReportedWithoutItsContent()
    {
        WriteConfig("""{"auths":{"registry.example":{"auth":"not base64, hunter22"}}}""");

        var error = await Assert.ThrowsAsync<ImageException>(() => Store("").FindAsync("registry.example", CancellationToken.None));

        Assert.DoesNotContain("hunter22", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfTheProvider_MarksCredentialsAsSecret()
    {
        var inputs = PropertyMap.Create(
            ("registryAuth", """[{"address":"a.example","username":"me","password":"hunter22"}]"""),
            ("host", "unix:///run/docker.sock")
        );

        var check = SettingsCheck.Check(inputs, _ => null, ".");

        Assert.Empty(check.Failures);
        Assert.IsType<PropertySecret>(check.Inputs["registryAuth"]);
    }

    [Theory]
    [InlineData("host", "docker.example")]
    [InlineData("context", "missing")]
    [InlineData("registryAuth", "[{}]")]
    [InlineData("registryAuth", "no list")]
    [InlineData("certPath", "/nonexistent")]
    [InlineData("hosts", "x")]
    public void Check_OfTheProvider_ReportsProblems(string name, string value) =>
        Assert.NotEmpty(
            SettingsCheck.Check(PropertyMap.Create((name, value), ("host", name == "host" ? value : "tcp://h")), _ => null, ".").Failures
        );

    [Fact]
    public void Read_AContext_FindsItsHost()
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(
                _home.FullName,
                ".docker",
                "contexts",
                "meta",
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("build"u8))
            )
        );
        File.WriteAllText(
            Path.Combine(folder.FullName, "meta.json"),
            """{"Name":"build","Endpoints":{"docker":{"Host":"ssh://ops@build"}}}"""
        );

        var settings = DockerSettings.Read(PropertyMap.Create(("context", "build"), ("host", "tcp://other")), Environment, ".");

        Assert.Equal("ssh://ops@build", settings.Address!.Text);
    }

    [Fact]
    public void Parse_AChallenge_FindsItsParameters()
    {
        var parameters = AuthenticationChallenge
            .Parse("Bearer", "realm=\"https://auth.example/token\",service=\"a, b\",scope=x")
            .Parameters;

        Assert.Equal(("https://auth.example/token", "a, b", "x"), (parameters["realm"], parameters["service"], parameters["scope"]));
    }

    private Task<RegistryCredentials?> RunHelperAsync(string script, TimeProvider time)
    {
        var program = Path.Combine(_home.FullName, "docker-credential-x");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return CredentialHelper.GetAsync("x", "registry.example", _home.FullName, time, CancellationToken.None);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string? Environment(string name) => name == "HOME" ? _home.FullName : null;

    private CredentialStore Store(string registryAuth) =>
        new(DockerSettings.Read(PropertyMap.Create(("registryAuth", registryAuth)), Environment, "."), TimeProvider.System);

    private void WriteConfig(string content)
    {
        Directory.CreateDirectory(Path.Combine(_home.FullName, ".docker"));
        File.WriteAllText(Path.Combine(_home.FullName, ".docker", "config.json"), content);
    }
}
