using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.State;
using Infra.Engine.State.Editing;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.StateEdits;

public sealed class StackEditsTests : IDisposable
{
    private readonly TestStack _stack = new();

    private StackEdits Edits => _stack.Workspace.Edits(_stack.Name);

    [Fact]
    public async Task Rename_ResourceWithSecret_KeepsItsCiphertextAndTheStateBefore()
    {
        await UpAsync();
        var before = await File.ReadAllTextAsync(_stack.StateFile);
        var urn = _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Urn;

        await Edits.RenameAsync(urn.Value, "two");

        var after = await File.ReadAllTextAsync(_stack.StateFile);
        Assert.Equal(GetCiphertexts(before), GetCiphertexts(after));
        Assert.Equal(before, await File.ReadAllTextAsync(_stack.StateFile + ".bak"));
        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "two");
        Assert.Empty(_stack.Workspace.Backend.Locks(_stack.Name));
    }

    [Fact]
    public async Task Edit_LockedStack_IsRefused()
    {
        await UpAsync();
        using var held = await _stack.Workspace.Backend.LockAsync(_stack.Name, CancellationToken.None);

        await Assert.ThrowsAsync<StackLockedException>(() => Edits.ProtectAllAsync(isProtected: true));
    }

    [Fact]
    public async Task ProtectAll_ThenUp_TakesTheProgramsOption()
    {
        await UpAsync();

        await Edits.ProtectAllAsync(isProtected: true);
        Assert.All(_stack.State.Resources, resource => Assert.True(resource.Protect));
        await UpAsync();

        Assert.Equal(["same one"], _stack.Steps);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "one" && resource.Protect);
    }

    [Fact]
    public async Task Taint_ThenUp_ReplacesTheResourceOnce()
    {
        await UpAsync();
        var urn = _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Urn.Value;

        await Edits.TaintAsync([urn], isTainted: true);
        Assert.Contains(
            "\"version\":4,\"features\":[\"taint\"]",
            Compact(await File.ReadAllTextAsync(_stack.StateFile)),
            StringComparison.Ordinal
        );
        await UpAsync();
        Assert.Contains("replace one", _stack.Steps);

        Assert.Contains("\"version\":3", Compact(await File.ReadAllTextAsync(_stack.StateFile)), StringComparison.Ordinal);
        await UpAsync();
        Assert.Equal(["same one"], _stack.Steps);
    }

    [Fact]
    public async Task UntaintAll_ThenUp_ReplacesNothing()
    {
        await UpAsync();
        await Edits.TaintAsync([.. _stack.State.Resources.Select(resource => resource.Urn.Value)], isTainted: true);

        await Edits.UntaintAllAsync();
        await UpAsync();

        Assert.Equal(["same one"], _stack.Steps);
    }

    [Fact]
    public async Task Delete_StackThatWasNeverUpdated_ChangesNothing()
    {
        var before = await File.ReadAllTextAsync(_stack.StateFile);

        Assert.Equal(0, await Edits.DeleteAsync(["urn:pulumi:dev::demo::a:b:C::one"], new DeletionOptions()));

        Assert.Equal(before, await File.ReadAllTextAsync(_stack.StateFile));
    }

    [Fact]
    public async Task EditText_InvalidState_IsNotSaved()
    {
        await UpAsync();
        var before = await File.ReadAllTextAsync(_stack.StateFile);

        var error = await Assert.ThrowsAsync<StateException>(() =>
            Edits.EditTextAsync((original, _) => Task.FromResult<byte[]?>([.. original.Select(b => b == (byte)'1' ? (byte)'2' : b)]))
        );

        Assert.StartsWith("the edited state is not an exported state", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_stack.StateFile));
    }

    [Fact]
    public async Task Repair_StateThatCannotBeOpened_IsSavedOnceApproved()
    {
        await UpAsync();
        var valid = _stack.State;
        var session = Infra.Engine.Operations.StackSession.OpenUnchecked(
            _stack.Workspace.Project,
            _stack.Workspace.Backend,
            _stack.Name,
            _stack.Workspace.Environment
        );
        await session.SaveAsync(valid with { Resources = [.. valid.Resources.Reverse()] }, CancellationToken.None);
        Assert.Throws<StateException>(() => _stack.State);

        Assert.Equal(RepairResult.Declined, await Edits.RepairAsync(_ => false));
        Assert.Equal(RepairResult.Repaired, await Edits.RepairAsync(_ => true));

        Assert.Equal(valid.Resources.Count, _stack.State.Resources.Count);
        Assert.Equal(RepairResult.AlreadyValid, await Edits.RepairAsync(_ => true));
    }

    [Fact]
    public async Task Move_ResourceWithSecret_IsEncryptedForTheOtherStack()
    {
        await UpAsync();
        var other = _stack.AddStack("demo", "qa");
        var urn = _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Urn;

        Assert.True(await new StateMover(_stack.Workspace, _stack.Name, other).MoveAsync([urn.Value], false, _ => true));

        var moved = _stack.Workspace.State(other).Read().Resources.Single(resource => resource.Urn.Name == "one");
        Assert.Equal(new PropertySecret(new PropertyString("hunter22")), moved.Inputs["password"]);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "one");
    }

    public void Dispose() => _stack.Dispose();

    private Task<OperationOutcome> UpAsync() =>
        _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("password", new PropertySecret(new PropertyString("hunter22")))))
        );

    private static IEnumerable<string> GetCiphertexts(string state) =>
        System.Text.RegularExpressions.Regex.Matches(state, "\"ciphertext\":\"([^\"]*)\"").Select(match => match.Groups[1].Value);

    private static string Compact(string json) => string.Concat(json.Where(character => !char.IsWhiteSpace(character)));
}
