using System.Diagnostics;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Configuration;

namespace Engine.Tests.Projects;

public sealed class StackFileTests : IDisposable
{
    private const string Text = """
        # The stack of the developers.
        encryptionsalt: v1:abc=:v1:def:ghi=   # keep
        config:
          # how big
          shop:size: "3"   # small

          shop:name: 'the shop'
          shop:services:
            # the catalogue
            api:
              replicas: 2 # two will do
              image: "api:1.0"
              hosts: [a.example, b.example]
            worker:
              args:
                - --fast
                - --quiet
              note: |
                first line
                second line
          shop:flow: { a: 1, b: 2 }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    private string FilePath => Path.Combine(_folder.FullName, "Pulumi.dev.yaml");

    [Fact]
    public void Load_ExtensionKeysAndMergeKeys_AreAppliedAsPulumiDoes()
    {
        File.WriteAllText(FilePath, "x-common: &common {LOG: info}\nconfig:\n  shop:services: {api: {env: {<<: *common, A: b}}}\n");

        Assert.Equal("""{"api":{"env":{"A":"b","LOG":"info"}}}""", Assert.Single(Load().Entries).Value!.ToJsonString());
    }

    [Theory]
    [InlineData("shop:size", "4", "shop:size: \"3\"   # small", "shop:size: \"4\"   # small")]
    [InlineData("shop:name", "true", "shop:name: 'the shop'", "shop:name: \"true\"")]
    [InlineData("shop:name", "yes: no", "shop:name: 'the shop'", "shop:name: \"yes: no\"")]
    [InlineData("shop:services.api.replicas", "5", "replicas: 2 # two will do", "replicas: 5 # two will do")]
    [InlineData("shop:services.api.image", "api:2.0", "image: \"api:1.0\"", "image: api:2.0")]
    [InlineData("shop:services.worker.args[1]", "--loud", "- --quiet", "- \"--loud\"")]
    public async Task Set_ExistingValue_ChangesNothingElse(string path, string value, string before, string after)
    {
        var file = Load();

        file.SetPath(path, value);

        Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), await SaveAsync(file));
    }

    [Theory]
    [InlineData("shop:new", "x", "  shop:flow: { a: 1, b: 2 }\n", "  shop:flow: { a: 1, b: 2 }\n  shop:new: x\n")]
    [InlineData(
        "shop:services.api.port",
        "80",
        "      hosts: [a.example, b.example]\n",
        "      hosts: [a.example, b.example]\n      port: 80\n"
    )]
    [InlineData("shop:services.worker.args[2]", "last", "        - --quiet\n", "        - --quiet\n        - last\n")]
    [InlineData(
        "shop:services.web.env.MODE",
        "fast",
        "        second line\n",
        "        second line\n    web:\n      env:\n        MODE: fast\n"
    )]
    [InlineData("shop:services.worker.replicas", "1", "        second line\n", "        second line\n      replicas: 1\n")]
    [InlineData("shop:flow.c", "3", "  shop:flow: { a: 1, b: 2 }\n", "  shop:flow:\n    a: 1\n    b: 2\n    c: 3\n")]
    public async Task Set_NewValue_IsAddedToItsSiblings(string path, string value, string before, string after)
    {
        var file = Load();

        file.SetPath(path, value);

        Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), await SaveAsync(file));
    }

    [Theory]
    [InlineData("shop:size", "  shop:size: \"3\"   # small\n")]
    [InlineData("shop:services.api.replicas", "      replicas: 2 # two will do\n")]
    [InlineData("shop:services.worker.note", "      note: |\n        first line\n        second line\n")]
    [InlineData("shop:services.worker.args[0]", "        - --fast\n")]
    public async Task Remove_Value_ChangesNothingElse(string path, string line)
    {
        var file = Load();

        Assert.True(file.RemovePath(path));

        Assert.Equal(Text.Replace(line, "", StringComparison.Ordinal), await SaveAsync(file));
    }

    [Fact]
    public void Remove_MissingValue_ReturnsFalse() => Assert.False(Load().RemovePath("shop:services.api.nothing"));

    [Fact]
    public async Task SetSecure_PlainValue_BecomesASecret()
    {
        var file = Load();

        file.SetSecure(new ConfigKey("shop", "name"), "v1:x:y");

        Assert.Equal(
            Text.Replace("  shop:name: 'the shop'\n", "  shop:name:\n    secure: v1:x:y\n", StringComparison.Ordinal),
            await SaveAsync(file)
        );
        Assert.True(Load().Find(new ConfigKey("shop", "name"))!.IsSecret);
    }

    [Fact]
    public async Task Set_EmptyFile_CreatesTheSection()
    {
        File.WriteAllText(FilePath, "");
        var file = StackFile.Load(FilePath, "shop");

        file.Set(new ConfigKey("shop", "a"), "1");
        file.Set(new ConfigKey("kubernetes", "context"), "kind");

        Assert.Equal("config:\n  shop:a: \"1\"\n  kubernetes:context: kind\n", await SaveAsync(file));
        file.Remove(new ConfigKey("shop", "a"));
        file.Remove(new ConfigKey("kubernetes", "context"));
        Assert.Equal("", await SaveAsync(file));
    }

    [Fact]
    public void Load_BareKey_BelongsToTheProject()
    {
        File.WriteAllText(FilePath, "config:\n  size: 3\n");

        Assert.Equal("shop:size", Assert.Single(StackFile.Load(FilePath, "shop").Entries).Key.ToString());
    }

    [Fact]
    public void Load_InvalidFile_ListsAllProblemsWithLines()
    {
        File.WriteAllText(FilePath, "confg: {}\nsecretsprovider: awskms://x\nconfig:\n  shop:a: 1\n  a: 2\n");

        var error = Assert.Throws<ConfigurationException>(() => StackFile.Load(FilePath, "shop"));

        Assert.Equal(
            [1, 2, 5],
            error.Problems.Select(problem =>
                int.Parse(problem[(FilePath.Length + 1)..].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)
            )
        );
    }

    [Fact]
    public void Load_ManyKeys_TakesSeconds()
    {
        File.WriteAllLines(FilePath, Enumerable.Range(0, 60_000).Select(i => $"  shop:k{i}: v").Prepend("config:"));
        var start = Stopwatch.GetTimestamp();

        Assert.Equal(60_000, Load().Entries.Count);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Load_InvalidYaml_ThrowsWithTheLine()
    {
        File.WriteAllText(FilePath, "config:\n  a: [1\n  b: 2\n");

        var error = Assert.Throws<ConfigurationException>(() => StackFile.Load(FilePath, "shop"));

        Assert.StartsWith(FilePath + ":", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private StackFile Load()
    {
        if (!File.Exists(FilePath))
        {
            File.WriteAllText(FilePath, Text);
        }

        return StackFile.Load(FilePath, "shop");
    }

    private async Task<string> SaveAsync(StackFile file)
    {
        await file.SaveAsync();
        return await File.ReadAllTextAsync(FilePath);
    }
}
