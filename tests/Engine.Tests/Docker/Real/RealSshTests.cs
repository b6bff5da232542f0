using Infra.Engine.Docker.Client;
using Infra.Engine.Json;

namespace Engine.Tests.Docker.Real;

/// <summary>The engine through a stand-in for <c>ssh</c> that runs the command on this machine, as sshd's shell would.</summary>
public sealed class RealSshTests : IClassFixture<RealEngine>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ssh-");
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly RealEngine _engine;

    public RealSshTests(RealEngine engine)
    {
        _engine = engine;
        var script = Path.Combine(_folder.FullName, "ssh");
        File.WriteAllText(
            script,
            """
            #!/bin/sh
            while [ "$1" != -- ]; do shift; done
            shift
            [ "$1" = nobody-there ] && { echo "ssh: Could not resolve hostname nobody-there" >&2; exit 255; }
            shift
            eval "exec $*"
            """
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{_folder.FullName}:{_path}");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Delete(recursive: true);
    }

    [EngineFact]
    public async Task GetAsync_OverSsh_ReachesTheEngine()
    {
        using var client = Connect($"ssh://ops@engine{_engine.Address["unix://".Length..]}");

        var identities = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetAsync("/info", CancellationToken.None)));

        Assert.All(identities, identity => Assert.NotNull(identity.NonEmpty("ID")));
    }

    [EngineFact]
    public async Task GetAsync_OfAHostThatIsNotThere_SaysWhatSshSays()
    {
        using var client = Connect("ssh://nobody-there");

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.GetAsync("/info", CancellationToken.None));

        Assert.Contains("Could not resolve hostname", error.Message, StringComparison.Ordinal);
        Assert.Contains("Try `ssh nobody-there docker version`", error.Message, StringComparison.Ordinal);
    }

    private static EngineClient Connect(string text)
    {
        Assert.True(EngineAddress.TryParse(text, "the test", null, out var address, out _));
        return new EngineClient(address, TimeProvider.System);
    }
}
