namespace OrderToCash.Console;

/// <summary>What the process answers to its caller. Scripts rely on them: they never change.</summary>
internal static class ExitCode
{
    /// <summary>Everything was accepted or known, and what was asked holds.</summary>
    public const int Success = 0;

    /// <summary>The run worked, and found something: refused inputs, a broken invariant, an unknown id.</summary>
    public const int Findings = 1;

    /// <summary>The run itself failed.</summary>
    public const int Failure = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM: 128 + SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
