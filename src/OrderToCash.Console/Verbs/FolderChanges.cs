using OrderToCash.Adapters.Folders;
using OrderToCash.Server.Folders;

namespace OrderToCash.Console.Verbs;

/// <summary>What a person changes about the watched folders.</summary>
internal static class FolderChanges
{
    /// <summary>Adds a folder.</summary>
    public static Task<int> AddAsync(VerbContext context, FolderFile file, WatchedFolder folder)
    {
        if (folder.Name.Length is 0 or > 60 || folder.Name.Any(c => char.IsControl(c) || c is '/' or ':'))
        {
            throw new UserFailureException(
                $"'{folder.Name}' can't be the name of a folder here: expected 1 to 60 characters, without colon and "
                + "slash.");
        }

        if (!Directory.Exists(folder.Path))
            throw new UserFailureException($"{folder.Path} is no folder. Create it, or check the path.");
        if (folder.Every < TimeSpan.FromSeconds(1) || folder.Unchanged < TimeSpan.Zero)
            throw new UserFailureException("--every: expected at least 1 second; --unchanged: at least 0.");
        var folders = file.Read();
        if (folders.FirstOrDefault(one => one.Name == folder.Name || one.Path == folder.Path) is { } known)
        {
            throw new UserFailureException(
                $"{known.Path} is watched already, as {known.Name}. Remove it first: o2c folders remove {known.Name}");
        }

        file.Write([.. folders, folder]);
        context.Output.Note($"{folder.Path} is watched for {folder.Format}; a running server begins within a second.");
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>Ends watching a folder.</summary>
    public static Task<int> RemoveAsync(VerbContext context, FolderFile file, string name)
    {
        var folders = file.Read();
        if (!folders.Any(folder => folder.Name == name))
            throw new UserFailureException($"No folder is called {name}. See `o2c folders list`.");
        file.Write([.. folders.Where(folder => folder.Name != name)]);
        context.Output.Note($"{name} is watched no more.");
        return Task.FromResult(ExitCode.Success);
    }
}
