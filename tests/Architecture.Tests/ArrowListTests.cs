namespace Architecture.Tests;

/// <summary>The arrows of docs/architecture.md are complete, true to the folders, and free of cycles.</summary>
public sealed class ArrowListTests
{
    [Fact]
    public void EveryProject_HasItsArrows() =>
        Assert.Equal(
            Arrows.Projects.Order(StringComparer.Ordinal),
            Arrows.All.Keys.Where(Arrows.Projects.Contains).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void EveryArrow_NamesListedRooms() =>
        Violations.AssertNone(
            from arrow in Arrows.All
            from target in arrow.Value
            where !Arrows.All.ContainsKey(target)
            select $"{arrow.Key} -> {target}: {target} is not listed"
        );

    [Fact]
    public void EveryRoom_IsAFolder() =>
        Violations.AssertNone(
            from room in Arrows.All.Keys
            where !Directory.Exists(Repository.Absolute(room))
            select $"{room} does not exist"
        );

    /// <summary>A project that lists some of its folders lists all of them.</summary>
    [Fact]
    public void EveryFolderOfADividedProject_IsARoom() =>
        Violations.AssertNone(
            from project in Arrows.Projects
            let rooms = Arrows.All.Keys.Where(room => room.StartsWith(project + "/", StringComparison.Ordinal)).ToList()
            where rooms.Count > 0
            from file in Repository.Files(".cs")
            where
                file.StartsWith(project + "/", StringComparison.Ordinal)
                && Arrows.Folder(file) != project
                && Arrows.FindRoom(file) == project
            select $"{file} lies in no room of {project}"
        );

    [Fact]
    public void Arrows_HaveNoCycle()
    {
        var remaining = Arrows.All.ToDictionary(arrow => arrow.Key, arrow => arrow.Value.ToHashSet());
        while (remaining.FirstOrDefault(arrow => arrow.Value.Count == 0).Key is { } leaf)
        {
            remaining.Remove(leaf);
            foreach (var targets in remaining.Values)
            {
                targets.Remove(leaf);
            }
        }

        Violations.AssertNone(remaining.Select(arrow => $"{arrow.Key} -> {string.Join(", ", arrow.Value)} is part of a cycle"));
    }
}
