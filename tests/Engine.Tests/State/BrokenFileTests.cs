using System.Security.Cryptography;
using System.Text;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.State;

namespace Engine.Tests.State;

/// <summary>A broken file of one stack is named with the cure, and stops no other stack.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string JournalPath => Path.Combine(_stack.Folder, ".pulumi", "journals", "demo", "dev.journal");

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":3,\"checkpoint\":")]
    [InlineData("{\"version\":99,\"checkpoint\":{}}")]
    [InlineData("null")]
    public async Task List_OneStackIsBroken_ShowsTheOthersAndNamesIt(string content)
    {
        var broken = _stack.AddStack("demo", "broken");
        await File.WriteAllTextAsync(Path.Combine(_stack.Folder, ".pulumi", "stacks", "demo", "broken.json"), content);

        var stacks = _stack.Workspace.Backend.List("demo");

        Assert.Equal(["broken", "dev"], stacks.Select(stack => stack.Name));
        Assert.Contains("broken.json", stacks[0].Problem, StringComparison.Ordinal);
        Assert.Null(stacks[1].Problem);
        Assert.Throws<StateException>(() => _stack.Workspace.State(broken).Read());
    }

    [Theory]
    [InlineData("{nope", "2: the record is not one of a journal")]
    [InlineData("{\"from\":7,\"to\":9}", "2: the record is not one of a journal (there is no resource in slot 7)")]
    public async Task Read_JournalWithARecordThatMeansNothing_NamesTheLineAndTheCure(string record, string problem)
    {
        await WriteJournalAsync(Line(record));

        var error = Assert.Throws<StateException>(() => _stack.State);

        Assert.StartsWith($"{JournalPath}:{problem}", error.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedRecordInTheMiddle_KeepsWhatFollows()
    {
        await WriteJournalAsync("00000000 {}", Line(Creating("one")));

        var session = new Infra.Engine.Operations.DeploymentPreparation(_stack.Workspace, _stack.Name, null).OpenSession();

        Assert.Equal("one", Assert.Single(session.Snapshot.PendingOperations).Resource.Urn.Name);
        Assert.StartsWith($"{JournalPath}:2: ", Assert.Single(session.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedHeaderWithRecordsAfterIt_IsNotIgnored()
    {
        await WriteJournalAsync(Line(Creating("one")));
        var lines = await File.ReadAllLinesAsync(JournalPath);
        await File.WriteAllTextAsync(JournalPath, $"x{lines[0][1..]}\n{lines[1]}\n");

        var error = Assert.Throws<StateException>(() => _stack.State);

        Assert.StartsWith($"{JournalPath}:1: the record is damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage\n", true)]
    [InlineData("garbage\nmore\n\n", true)]
    [InlineData("0a1b2c3d {\"Check", false)]
    public async Task Read_JournalWithoutARecord_IsIgnoredOnlyIfItsFirstLineIsIncomplete(string content, bool isDamaged)
    {
        await WriteJournalAsync();
        await File.WriteAllTextAsync(JournalPath, content);

        var error = Record.Exception(() => _stack.State);

        Assert.Equal(
            isDamaged,
            error is StateException { Message: var message } && message.StartsWith($"{JournalPath}:1: no record", StringComparison.Ordinal)
        );
        Assert.Equal(isDamaged, error is not null);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("organization/demo/..")]
    public void Parse_NameOfAFolder_IsNoStackName(string name) =>
        Assert.Throws<InvalidOperationRequestException>(() => StackName.Parse(name, "demo"));

    [Fact]
    public void Remove_NameThatLeavesItsFolder_DeletesNothing()
    {
        Assert.Throws<InvalidOperationRequestException>(() =>
            _stack.Workspace.Backend.Remove(new StackName("demo", "../demo/dev"), force: true)
        );
        Assert.Throws<InvalidOperationRequestException>(() => _stack.Workspace.Backend.List(".."));
        Assert.True(_stack.Workspace.Backend.Exists(_stack.Name));
    }

    public void Dispose() => _stack.Dispose();

    private static string Creating(string name) =>
        $$$"""{"begin":1,"operation":{"resource":{"urn":"urn:pulumi:dev::demo::fake:index:Thing::{{{name}}}","custom":true,"type":"fake:index:Thing"},"type":"creating"}}""";

    private static string Line(string record) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)))[..8]} {record}";

    private async Task WriteJournalAsync(params string[] lines)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_stack.StateFile)));
        Directory.CreateDirectory(Path.GetDirectoryName(JournalPath)!);
        await File.WriteAllLinesAsync(JournalPath, [Line($$"""{"Checkpoint":"{{hash}}","Salt":null}"""), .. lines]);
    }
}
