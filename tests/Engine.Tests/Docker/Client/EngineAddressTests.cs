using Infra.Engine.Docker.Client;

namespace Engine.Tests.Docker.Client;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "Unix", "", null, null, "/var/run/docker.sock")]
    [InlineData("tcp://build.example:2375", "Tcp", "build.example", 2375, null, "")]
    [InlineData("tcp://build.example", "Tcp", "build.example", 2375, null, "")]
    [InlineData("tcp://[::1]:2376", "Tcp", "::1", 2376, null, "")]
    [InlineData("ssh://ops@host-1:2222", "Ssh", "host-1", 2222, "ops", "")]
    [InlineData("ssh://host-1/run/user/1000/docker.sock", "Ssh", "host-1", null, null, "/run/user/1000/docker.sock")]
    public void TryParse_AnAddress_FindsItsParts(string text, string transport, string host, int? port, string? user, string path)
    {
        Assert.True(EngineAddress.TryParse(text, "the test", null, out var address, out _));

        Assert.Equal(
            (transport, host, port, user, path),
            (address.Transport.ToString(), address.Host, address.Port, address.User, address.Path)
        );
    }

    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("unix://relative.sock")]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://-oProxyCommand=x@host")]
    [InlineData("tcp://")]
    [InlineData("ftp://host")]
    public void TryParse_AnythingElse_IsRefusedWithTheCure(string text)
    {
        Assert.False(EngineAddress.TryParse(text, "the test", null, out _, out var problem));

        Assert.Contains("unix:///", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://me:hunter22@host:2375", "tcp://[secret]@host:2375 (the test)")]
    [InlineData("ssh://me:hunter22@host", "ssh://me@host (the test)")]
    [InlineData("ssh://me:hunter22@host/run/user@1000/docker.sock", "ssh://me@host/run/user@1000/docker.sock (the test)")]
    [InlineData("ssh://host:2222/run/user@1000/docker.sock", "ssh://host:2222/run/user@1000/docker.sock (the test)")]
    [InlineData("tcp://host:2375/a@b", "tcp://host:2375/a@b (the test)")]
    [InlineData("unix:///run/a@b.sock", "unix:///run/a@b.sock (the test)")]
    public void ToString_AnAddressWithAPassword_LeavesItOut(string text, string expected)
    {
        Assert.True(EngineAddress.TryParse(text, "the test", null, out var address, out _));

        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("gopher://me:hunter22@host")]
    [InlineData("me:hunter22@host")]
    [InlineData("npipe://me:hunter22@host")]
    [InlineData("tcp://me:hunter22/a@host:2375")]
    [InlineData("ssh://me:hunter22/a@host")]
    public void TryParse_AnInvalidAddressWithAPassword_LeavesItOut(string text)
    {
        Assert.False(EngineAddress.TryParse(text, "the test", null, out _, out var problem));

        Assert.DoesNotContain("hunter22", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_TcpWithCertificates_UsesTheirPort()
    {
        Assert.True(EngineAddress.TryParse("tcp://host", "the test", EngineCertificates.System, out var address, out _));

        Assert.Equal(2376, address.Port);
    }

    [Fact]
    public void Arguments_OfSsh_EndWithTheCommand()
    {
        Assert.True(EngineAddress.TryParse("ssh://ops@host:22/run/it's.sock", "the test", null, out var address, out _));

        Assert.Equal(
            ["-v", "-T", "-l", "ops", "-p", "22", "--", "host", "docker", "--host", @"'unix:///run/it'\''s.sock'", "system", "dial-stdio"],
            SshConnection.Arguments(address with { SshOptions = ["-v"] })
        );
    }
}
