using Infra.Engine.Errors;
using Infra.Engine.Secrets;

namespace Engine.Tests.Secrets;

public sealed class PassphraseSourceTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("engine-tests-");

    [Fact]
    public async Task FindOrGenerate_ConcurrentFirstRuns_ReturnTheSamePassphrase()
    {
        const int runs = 8;
        for (var round = 0; round < 20; round++)
        {
            using var start = new Barrier(runs);
            var stack = $"stack-{round}";
            var passphrases = await Task.WhenAll(
                Enumerable
                    .Range(0, runs)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                start.SignalAndWait();
                                return Source(stack).FindOrGenerate();
                            },
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    )
            );

            Assert.Equal([Source(stack).Find()!], passphrases.Distinct());
        }
    }

    [Fact]
    public void FindOrGenerate_NoPassphrase_SavesAGeneratedOneForTheOwnerOnly()
    {
        var source = Source("dev");

        var passphrase = source.FindOrGenerate();

        Assert.Equal(44, passphrase.Length);
        Assert.Equal(passphrase, File.ReadAllText(source.GeneratedFile));
        Assert.Equal(passphrase, source.FindOrGenerate());
        Assert.NotEqual(passphrase, Source("other").FindOrGenerate());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(source.GeneratedFile));
        }
    }

    [Fact]
    public void Find_PassphraseFileIsMissing_Throws()
    {
        var missing = Path.Combine(_home.FullName, "missing");

        var error = Assert.Throws<SecretsException>(() => Source("dev", (PassphraseSource.FileVariable, missing)).Find());

        Assert.Contains($"{PassphraseSource.FileVariable}: cannot read {missing}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_GeneratedFileIsEmpty_Throws()
    {
        // On a file system without hard links the file is empty until the command that creates it has written it.
        var source = Source("dev");
        Directory.CreateDirectory(Path.GetDirectoryName(source.GeneratedFile)!);
        File.WriteAllText(source.GeneratedFile, "");

        var error = Assert.Throws<SecretsException>(source.FindOrGenerate);

        Assert.Contains($"{source.GeneratedFile} is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_BothVariables_PrefersThePassphrase()
    {
        var file = Path.Combine(_home.FullName, "passphrase");
        File.WriteAllText(file, "from the file\n");

        Assert.Equal("from the file", Source("dev", (PassphraseSource.FileVariable, file)).Find());
        Assert.Equal("direct", Source("dev", (PassphraseSource.FileVariable, file), (PassphraseSource.Variable, "direct")).Find());
    }

    public void Dispose() => _home.Delete(recursive: true);

    private PassphraseSource Source(string stack, params (string Name, string Value)[] variables) =>
        new("demo", stack, name =>
            name == "PULUMI_HOME"
                ? _home.FullName
                : variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault()
        );
}
