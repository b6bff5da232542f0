namespace Architecture.Tests;

/// <summary>Sources use only the rooms that their arrows allow.</summary>
public sealed class SourceArrowTests
{
    public static TheoryData<string> Projects => [.. Arrows.Projects.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_UseOnlyTheRoomsTheirArrowsAllow(string project) =>
        Violations.AssertNone(
            from use in ProjectSources.Parse(project).Uses()
            let room = Arrows.FindRoom(use.File)
            where room is null || !Arrows.Allow(room, use.Room)
            group use by (room, use.Room) into uses
            orderby uses.Key
            let first = uses.First()
            select $"{uses.Key.room} -> {uses.Key.Room}: {first.File}:{first.Line} uses {first.Name}, and {uses.Count() - 1} more"
        );

    /// <summary>A name that does not resolve would count as no use.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_NamesResolve(string project) => Violations.AssertNone(ProjectSources.Parse(project).UnresolvedNames());
}
